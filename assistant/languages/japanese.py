"""Japanese."""

from __future__ import annotations

import re

from assistant.languages.language import Language, asked, listed
from assistant.text.kinds import Kind

JAPANESE = Language(
    code="ja",
    stop=listed(
        "の に は を た が で て と し れ さ ある いる も する から な こと として い",
        "や れる など なっ ない この ため その あっ よう また もの という あり まで られ",
        "なる へ か だ これ によって により おり より による ず なり られる において ば",
        "なかっ なく しかし について せ だっ その後 できる それ う ので なお のみ でき き つ",
        "における および いう さらに でも ら たり その他 に関する たち ます ん なら に対して",
        "です ですか ますか 何 誰 どこ いつ なぜ どの どう どれ いくら いくつ どのくらい",
        "どのように 何人 何年 何日 ください",
    ),
    asks=asked(
        reason="なぜ|どうして|理由は|原因は|何のため",
        outcome="どうなりますか|どうなる|何が起こ",
        duration="どのくらいの期間|どれくらいの期間|何日間|何年間|何か月|何ヶ月|何カ月|何時間|期間は|いつまで",
        money="いくら|何円|何ドル|(?:料金|価格|家賃|費用|金額|敷金|給料).{0,3}(?:は|いくら)",
        percent="何パーセント|何%|何％|割合は",
        age="何歳|年齢は",
        date="いつ|何年|何月|何日|何時|何曜日|日付は",
        measure="どのくらい|どれくらい|何メートル|何キロ|何グラム|何度|(?:高さ|長さ|重さ|面積|速度|温度|距離|容量)は",
        count="何人|いくつ|何[個件台本冊回社枚つ名]|人数は|数は",
        name="何という|名前は|名称は|何と呼",
        place="どこ|どの都市|どの国|場所は",
        manner="どのように|どうやって|方法は|どうすれば",
        person="誰|だれ|どなた",
    ),
    spaced=False,
    cues={
        Kind.REASON: re.compile("ため|ので|から|理由|原因|により|によって"),
        Kind.OUTCOME: re.compile("場合|とき|ば|たら|と、|後"),
        Kind.MANNER: re.compile("によって|使っ|まず|次に|方法|ことで"),
        Kind.DEFINITION: re.compile("とは|である|です|という"),
    },
    anaphors=re.compile("「?(?:彼|彼女|これ|それ|この|その)"),
)
