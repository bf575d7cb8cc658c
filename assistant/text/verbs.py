"""Words that are verbs more often than anything else.

From the lexicon of Brill's tagger (E. Brill 1992, "A simple rule-based part of speech tagger"; copyright 1993 by the
Massachusetts Institute of Technology and the University of Pennsylvania, MIT licence; in the copy that TextBlob
carries, with words of a Twitter corpus under CC BY 3.0): the words whose commonest tag
is a verb's plain form, and past forms that look like no other verb.
"""

from __future__ import annotations

from assistant.text.words import base_form, fold, listed

_PLAIN = listed(
    """
    abandon absorb accelerate accept accommodate accompany accomplish achieve acknowledge acquire activate adapt
    add adjust administer admire admit adopt advise affect afford agree alleviate allow alter analyze announce
    apologize appear apply appoint appreciate approve argue arise arrange arrive ask assemble assert assess assign
    assist assume assure attach attain attend attract attribute avenge avoid bear beat beg begin behave believe
    belong bend betray bite blame bleed bless blink blossom boost borrow bother bounce break breathe bring buckle
    budge build bump burn bury buy bypass calculate call cancel capture caress carry catch cater cease celebrate
    cheat chew choke choose chop cite climb close coincide collaborate collect combine come commemorate commence
    comment commit communicate compare compensate compete complain comply compose comprehend comprise compute
    conceal concentrate conclude confess confirm conform confront connect conquer consider consist console
    consolidate constitute construct consult consume contain continue contribute converse convert convey convince
    cooperate coordinate cope correspond cover crawl create creep cross curb curl curry cut damp dare decide
    declare defend define deliver demonstrate denote deny depart depend depict deploy derive descend describe
    deserve designate destroy detect determine develop devote die differ differentiate dig digest disagree
    disappear discover discuss disguise dismiss disrupt dissolve distinguish distract distribute disturb divide
    dodge dominate donate draw drown drum dump duplicate dwell earn ease eat eclipse edit educate elaborate elect
    eliminate embrace emerge emphasize employ enable encourage endure enforce engage enhance enjoy ensure enter
    entertain erase erect escape establish evacuate evaluate evolve examine exceed excel exclude execute exist
    expand expect explain explode exploit explore expose express extend extract facilitate fade fail feel fetch
    file fill find finish fit fix flee flinch float flourish fly fold follow forge forget forgive foster frown fuck
    fulfill garner gather generate glide gore gotta govern grab grasp greet grind grow grunt guess handle hang
    harry hate haunt heal hear hedge help herald hesitate hide highlight hire hold identify ignore illustrate
    imagine implement imply impose impress imprint improve include incorporate indicate induce inform inhabit
    inherit initiate insert insist inspect inspire install integrate intend interact interfere interpret interrupt
    intervene introduce invade invest investigate invite involve jack join justify keep kidnap kill knock know
    launch leach lead learn leave lend lick lie lift listen live locate lock look lose lure lynch maintain manage
    manipulate manufacture mar marry marvel match mean meet melt mention merge migrate mimic minimize miss moan
    modify monitor mount muster mutter navigate negotiate nominate obey observe obtain occupy occur offset operate
    oppose opt organize originate outlaw overcome oversee overthrow owe pardon parry participate pass pay peck
    pedal peel penetrate perceive perform permit persuade peter pick pierce piss play polish portray pose possess
    pour pray predict prefer prepare preserve pretend prevent proceed produce prohibit promote prop propose protect
    prove provide publish pull pump punish pursue push put qualify quit quote raise ram rave reach react read
    realize reassure rebuild recall receive reclaim recognize recommend reconcile recover recruit reduce refer
    reflect refrain refuse regain register regret regulate reinforce reject relate relax relay relieve relocate
    rely remain remake remember remind remove render renew repay repeat replace represent reproduce require
    resemble reside resign resist resolve respond restart restore restrict resume retain retire retrieve reveal
    reverse revive ride rip rob rotate run sail sally salvage sap satisfy save say scare scowl scream scrub secure
    seduce see seek seem seize select sell send serve settle shake shed shoot shout shove shrink shrug shudder sing
    sink sit skate skip slap slash sleep slip snap snatch sneak sob solve spark speak specify spell spend spin spit
    spur stalk stand stare start stay steal steer stem stick stimulate stir stoke stop strap strengthen stumble
    submit succeed suck sue suffer suggest summon suppose suppress surround survive suspect sustain swallow sway
    swear swell swim tackle tailor talk tap teach tear tease tend terminate testify thank think threaten throw tick
    tighten tolerate torpedo toss transform translate transmit traverse treat tremble trigger trim try tuck turn
    undergo understand undertake unite unlock update upgrade urge utilize vary verify vie violate vomit wade wait
    walk wander wanna want warn watch weaken wear weigh widen win wipe wish withdraw withstand woo worry wrap write
    yank yield zoom
    """
)
_PAST = listed(
    """
    arose ate awoke began bent blew bore bought broke chose clung crept drank drew drove dug fell felt flew flung
    forbade forgot fought found froze gave grew hid hit hove hung kept knelt knew lay leapt lent lit lost meant met
    overcame oversaw overtook ran rang rode rose said sang sank sat saw sent shone shook slept slid slung snuck
    sought spat spent spoke sprang stole stood strode struck swam swept swore swung thought threw told tore
    undertook underwent upheld went wept withdrew woke wore wrote
    """
)


def is_verb(word: str) -> bool:
    """Whether a word is likelier a verb than anything else, whatever its form: "affects", "wrote", "joined"."""
    folded = fold(word)
    return folded in _PLAIN or folded in _PAST or (base_form(folded) != folded and base_form(folded) in _PLAIN)
