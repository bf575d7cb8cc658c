"""Chinese, in simplified and traditional characters."""

from __future__ import annotations

import re

from assistant.languages.language import Language, asked, listed
from assistant.text.kinds import Kind

CHINESE = Language(
    code="zh",
    stop=listed(
        "的 了 是 在 和 与 及 吗 呢 吧 啊 什么 哪 哪个 哪些 哪里 哪儿 哪年 哪一年 谁",
        "怎么 怎样 如何 为什么 为何 多少 几 多久 什么时候 何时 有 没有 被 把 对 对于 关于",
        "从 到 向 于 以 以及 而 也 都 就 还 又 很 最 这 那 这个 那个 它 他 她 我 你",
        "我们 你们 他们 之 其 或 或者 并 并且 如果 会 能 可以 可 要 应 应该 请 请问 一个",
        "些 中 里 上 下 个 的话 時候 什麼 為什麼 誰 哪裡 多長 多长 多大 多高 多远 與 嗎",
        "個 這 這個 為 什么样 时 時 多长时间 是否 是不是 需要 进行 需",
    ),
    asks=asked(
        reason="为什么|为何|为啥|為什麼|為何|原因是什|什么原因",
        outcome="会怎样|会怎么样|会发生什么|怎么办|如何处理",
        duration="期多长|期有多长|期是多|多久|多长时间|多長時間|几天|几个月|几年|几小时|多少天|多少年|多少个月|期限是多",
        money="多少钱|多少錢|多少元|多少美元|费用是多少|价格是多少|租金是多少|金额是多少|(?:价格|租金|费用|押金|工资|收入|罚款).{0,4}多少",
        percent="百分之多少|百分之几|比例是多少|占多少",
        age="多大年纪|几岁|多大了|年龄",
        measure="多高|多长|多長|多远|多重|多深|多快|多宽|温度是多少|(?:面积|重量|长度|高度|速度|温度|容量|功率).{0,4}多少",
        date="什么时候|什麼時候|何时|何時|哪一?年|哪一?天|几月|几号|几点|日期|什么时间|多少号",
        count="多少|几[个名位家次台本项条份]|有几",
        name="叫什么|名称是|名字是|叫做什么",
        place="哪里|哪儿|哪裡|何处|在哪|什么地方|哪个?城市|哪个?国家|哪座",
        manner="怎么|怎样|如何|怎麼|怎樣",
        person="谁|誰|什么人|哪位",
    ),
    spaced=False,
    yes_no=frozenset(),
    months="",
    cues={
        Kind.REASON: re.compile("因为|由于|因此|所以|为了|以便|导致|原因|避免|因為|由於"),
        Kind.OUTCOME: re.compile("如果|若|当|一旦|则|后|如"),
        Kind.MANNER: re.compile("通过|使用|首先|然后|方法|按"),
        Kind.DEFINITION: re.compile("是|指|称为|即"),
    },
    anaphors=re.compile("[“「]?(?:他|她|它|这|那|该|其)"),
)
