"""Follow-ups of every kind, over invented material: what the standalone question must and must not name."""

from __future__ import annotations

import pytest

from assistant.answers import Turn
from assistant.followups.conversation import standalone

REFUSED = "The documents do not say. The nearest passages are shown below."
Case = tuple[list[tuple[str, str | None]], str, list[str], list[str]]

# The turns before, the follow-up, what its standalone form must hold ("a|b": either; "=": as it was), what it must not.
CASES: list[Case] = [
    # the other
    (
        [("Which company backs the red format?", "The red format is backed by Norrgate.")],
        "And who is behind the other one?",
        ["red format", "other one"],
        ["And who"],
    ),
    # he
    (
        [("Who replaced Anna Berg as treasurer?", "Anna Berg was replaced by Carl Nyman in May.")],
        "What did he do before?",
        ["Carl Nyman"],
        ["Berg do"],
    ),
    ([("What did the minister announce?", None)], "Why did he resign?", ["the minister"], []),
    (
        [("When was Queen Ilsa crowned?", "Queen Ilsa was crowned in 1410.")],
        "Who was her husband?",
        ["Ilsa", "husband"],
        [],
    ),
    (
        [
            (
                "Did Mrs Delacroix approve the plan?",
                "Yes, Mrs Delacroix approved the plan on Tuesday after Mr Hume had objected.",
            )
        ],
        "What else did she approve?",
        ["Mrs Delacroix"],
        ["Hume"],
    ),
    (
        [("Who painted the Lady in Green?", "The Lady in Green was painted by Joaquin Ferrer.")],
        "Who taught him?",
        ["Joaquin Ferrer"],
        ["Lady"],
    ),
    (
        [("Who replaced Anna Berg as treasurer?", "Anna Berg was replaced by Carl Nyman in May.")],
        "Why did she step down?",
        ["Anna Berg"],
        ["Nyman"],
    ),
    (
        [("Who scored the winning goal?", "Striker Emil Brandt scored the winning goal for Odense.")],
        "How old is he?",
        ["Emil Brandt"],
        ["Odense"],
    ),
    (
        [("Who is suing the drummer of Grey Harbour?", "Milo Stane is being sued by his ex-wife, Robin Oake.")],
        "How much does she want?",
        ["Robin Oake"],
        ["Stane"],
    ),
    (
        [("What was Theo Marl's last film called?", "The last film by Theo Marl is called Ashes.")],
        "What did he make before that?",
        ["Theo Marl make"],
        ["before Theo"],
    ),
    # it
    (
        [("Is there a film about Ada Holm at the Orm festival?", "A film about Ada Holm will be shown.")],
        "How long is it?",
        ["film about Ada Holm"],
        [],
    ),
    (
        [("Who is undecided about the world cross country championships?", "Ada Holm has not decided.")],
        "How often did she win it?",
        ["Ada Holm", "the world cross country championships"],
        [],
    ),
    (
        [("When does the lease end?", "The lease ends on 30 June.")],
        "Can it be renewed?",
        ["lease", "renewed"],
        ["June be"],
    ),
    (
        [("Who wrote the novel Grey Harbour?", "Grey Harbour was written by Lena Voss.")],
        "When was it published?",
        ["Grey Harbour"],
        ["Voss published"],
    ),
    ([("How do I install the toner cartridge?", None)], "Where can I buy it?", ["toner cartridge"], []),
    (
        [("Which bank lent the money?", "The money was lent by Sterne & Co.")],
        "Is it still in business?",
        ["Sterne"],
        ["is it", "money still"],
    ),
    (
        [("What is the deposit?", "The Tenant shall pay a deposit of 900 euros to the Landlord.")],
        "When is it returned?",
        ["deposit"],
        ["Tenant is"],
    ),
    (
        [("Which river flows through Karst?", "The Vella flows through Karst.")],
        "How long is it?",
        ["Vella|river that flows"],
        [],
    ),
    (
        [("What is the capital of Ardovia?", "The capital of Ardovia is Marsk.")],
        "What is its population?",
        ["Marsk|Ardovia|capital"],
        [],
    ),
    # they
    (
        [("Is Norrgate selling hydraulic pumps?", "Norrgate is selling pumps that clean wells.")],
        "Which company did they buy in 2003?",
        ["Norrgate buy"],
        ["Norrgate selling"],
    ),
    (
        [("How many members has the union?", "The union has 40,000 members.")],
        "What do they pay each month?",
        ["members|union"],
        ["they"],
    ),
    (
        [("Who are the parties to the contract?", "The contract is between Alder Ltd and Birch GmbH.")],
        "Where are they based?",
        ["Alder", "Birch"],
        [],
    ),
    (
        [("What does Norrgate make?", "Norrgate makes hydraulic pumps.")],
        "Where are they made?",
        ["pumps|Norrgate"],
        ["they"],
    ),
    (
        [("Which teams reached the final?", "Vale Rovers and Port Arden reached the final.")],
        "When did they last meet?",
        ["Vale Rovers", "Port Arden"],
        [],
    ),
    # there
    (
        [("Where is the head office of Vantec?", "Vantec has its head office in Tarn.")],
        "How many people work there?",
        ["Tarn|head office"],
        ["there"],
    ),
    # then
    (
        [("When did the firm open its Oslo plant?", "The plant in Oslo opened in March 2006.")],
        "Who was its director at the time?",
        ["March 2006|2006"],
        [],
    ),
    (
        [("When was the first census held?", "The first census was held in 1801.")],
        "What was the population at that time?",
        ["1801"],
        ["at that time"],
    ),
    # noun
    (
        [("Who audited Telvia in 2002?", "Telvia was audited by Brand & Low in 2002.")],
        "What was its profit that year?",
        ["2002", "Telvia"],
        ["that year"],
    ),
    (
        [("Who wrote Grey Harbour?", "Grey Harbour was written by Lena Voss.")],
        "Where was the author born?",
        ["Lena Voss|author of Grey Harbour"],
        [],
    ),
    ([("What did the director of Grey Harbour say?", None)], "How much did the film cost?", ["Grey Harbour"], []),
    # former
    (
        [("Which two firms merged?", "Alder Ltd and Birch GmbH merged in May.")],
        "Where is the latter based?",
        ["Birch"],
        ["Alder", "latter"],
    ),
    (
        [("Who were the candidates?", "The candidates were Iris Holt and Mark Senn.")],
        "How many votes did the former get?",
        ["Iris Holt"],
        ["Senn"],
    ),
    # ordinal
    (
        [("Which firms bid for the contract?", "- Alder Ltd bid 4 million. [1]\n- Birch GmbH bid 3.5 million. [2]")],
        "And the second one?",
        ["Birch"],
        ["Alder"],
    ),
    (
        [("Which towns were flooded?", "Karst, Marsk and Lund were flooded.")],
        "How many people live in the second one?",
        ["Marsk"],
        ["Karst", "Lund", "second"],
    ),
    (
        [("Which films did Ferrer direct?", "He directed Blue Salt, The Long Field and Winter Post.")],
        "When was the last one released?",
        ["Winter Post"],
        ["Blue Salt"],
    ),
    (
        [
            (
                "Which firms bid for the contract?",
                "- Alder Ltd bid 4 million. [1]\n- Birch GmbH bid 3.5 million. [2]\n"
                "- Castor Holdings bid 5 million. [3]",
            )
        ],
        "What do you know about the third?",
        ["Castor Holdings"],
        ["Alder", "Birch"],
    ),
    # and
    ([("What was inflation in Ardovia in May?", None)], "and in June?", ["inflation", "Ardovia", "June"], ["May"]),
    ([("How much did Telvia earn in 2001?", None)], "And in 2003?", ["Telvia", "2003", "earn"], ["2001"]),
    (
        [("How many seats did the Civic Party win in 1998?", None)],
        "in 2002?",
        ["Civic Party", "2002", "seats"],
        ["1998"],
    ),
    (
        [("How do I replace the black cartridge?", None)],
        "What about the colour one?",
        ["colour", "cartridge"],
        ["black"],
    ),
    (
        [("Who is the chairman of Norrgate?", "Carl Nyman is the chairman of Norrgate.")],
        "and the treasurer?",
        ["treasurer", "Norrgate"],
        ["chairman"],
    ),
    (
        [("What is the fine for late payment?", None)],
        "And for early termination?",
        ["fine", "early termination"],
        ["late"],
    ),
    (
        [("What is the notice period for the Tenant?", "The notice period for the Tenant is three months.")],
        "And for the Landlord?",
        ["notice period", "Landlord"],
        ["Tenant"],
    ),
    ([("What did Lena Voss say about the merger?", None)], "And Jonas Weil?", ["Jonas Weil", "merger"], ["Voss"]),
    # bare
    ([("What does the warranty cover?", None)], "What else?", ["What else", "warranty", "cover"], []),
    ([("Can I cancel the order?", None)], "Until when?", ["when", "cancel", "order"], []),
    ([("Has the dam been built?", None)], "By whom?", ["whom", "dam", "built"], []),
    ([("How long is the warranty?", "The warranty lasts two years.")], "Since when?", ["warranty"], []),
    ([("Who paid for the bridge?", None)], "How much did they pay?", ["bridge|pay for the bridge"], []),
    ([("Did Norrgate buy Telvia?", None)], "For how much?", ["how much", "Norrgate", "Telvia"], []),
    (
        [("Did the minister apologise?", "Yes, the minister apologised.")],
        "To whom?",
        ["whom", "minister", "apologise"],
        [],
    ),
    (
        [("Who resigned from the board?", "Carl Nyman resigned from the board.")],
        "Why?",
        ["Nyman", "resign", "board"],
        [],
    ),
    ([("When did Telvia collapse?", None)], "Why?", ["Why", "Telvia", "collapse"], ["When"]),
    # change
    ([("Who won the cup in 2003?", "Odense won the cup.")], "How do bees find their way home?", ["="], []),
    (
        [("When did the mill burn down?", "In 1862.")],
        "And now something else: who is Jonas Weil?",
        ["who is Jonas Weil"],
        ["mill", "1862"],
    ),
    ([("How do I replace the toner?", "Open the cover.")], "What is the notice period for tenants?", ["="], []),
    ([("What did Lena Voss write?", "Grey Harbour.")], "What are the main ingredients of pesto?", ["="], []),
    ([("Who runs Norrgate?", "Carl Nyman runs Norrgate.")], "What is the height of Mount Orm?", ["="], []),
    ([("What did Lena Voss write?", "Grey Harbour.")], "Did the company that bought Telvia pay its debts?", ["="], []),
    ([("Who won the cup in 2003?", "Odense won the cup.")], "When does the office open on Mondays?", ["="], []),
    # correct
    (
        [("Who is the director of the museum?", "Iris Holt.")],
        "That's not what I asked, I want the curator",
        ["curator"],
        [],
    ),
    (
        [("How much is the rent?", "The rent is 700 euros.")],
        "Actually, I meant the deposit",
        ["How much", "deposit"],
        ["rent"],
    ),
    (
        [("Where does Smith work?", "John Smith works in Tarn.")],
        "I meant Anna Smith, not John",
        ["Anna Smith", "work"],
        ["John"],
    ),
    (
        [
            (
                "What did Clarke say about identity cards?",
                "Charles Clarke said they would be ready. Kenneth Clarke had opposed them.",
            )
        ],
        "no, the other Clarke",
        ["Kenneth Clarke", "identity cards"],
        ["Charles"],
    ),
    (
        [("When was Titania released?", "Titania was built in 1911.")],
        "I meant the film",
        ["film", "Titania", "released"],
        ["I meant"],
    ),
    (
        [("Who won the cup in 2003?", "Odense won the cup.")],
        "Sorry, I meant 2004",
        ["Who won the cup", "2004"],
        ["2003", "Sorry"],
    ),
    # more
    (
        [("Who is Jonas Weil?", "Jonas Weil leads the Civic Party.")],
        "What else do you know about him?",
        ["Jonas Weil"],
        ["him"],
    ),
    (
        [("Who leads the Civic Party?", "The Civic Party is led by Jonas Weil.")],
        "Can you tell me more about that?",
        ["Civic Party|Jonas Weil"],
        [],
    ),
    ([("Which cells make antibodies?", "B cells make antibodies.")], "Give me an example", ["antibodies|B cells"], []),
    ([("What does clause 9 say?", "Clause 9 limits liability.")], "Anything else?", ["lause 9"], []),
    (
        [("What does the warranty cover?", "The warranty covers parts.")],
        "Can you explain that?",
        ["warranty"],
        ["explain that"],
    ),
    ([("When did Telvia collapse?", "Telvia collapsed in 2003.")], "Is that true?", ["Telvia"], ["Is that"]),
    # refused
    (
        [
            (
                "Who founded Castor Holdings?",
                "The documents do not say. They do not mention Castor. The nearest passages are shown below.",
            )
        ],
        "When was it founded?",
        ["Castor Holdings"],
        ["documents"],
    ),
    (
        [
            (
                "Who founded Castor Holdings?",
                "The documents do not say. They do not mention Castor. The nearest passages are shown below.",
            )
        ],
        "And Norrgate?",
        ["Norrgate", "founded"],
        ["Castor"],
    ),
    # back
    (
        [
            ("Who designed the Sarn bridge?", "The Sarn bridge was designed by Ida Falk."),
            ("When was it opened?", "It was opened in 1937."),
            ("How tall is Mount Orm?", "Mount Orm is 1,200 m tall."),
            ("Who climbed it first?", "Otto Graf climbed it first, in 1880."),
            ("And Mount Sill?", "The documents do not say."),
        ],
        "Back to the bridge: how long is it?",
        ["Sarn bridge", "how long|How long"],
        ["Sill", "Orm"],
    ),
    (
        [
            ("Who designed the Sarn bridge?", "The Sarn bridge was designed by Ida Falk."),
            ("When was it opened?", "It was opened in 1937."),
            ("How tall is Mount Orm?", "Mount Orm is 1,200 m tall."),
            ("Who climbed it first?", "Otto Graf climbed it first, in 1880."),
            ("And Mount Sill?", "The documents do not say."),
        ],
        "And how long is the bridge?",
        ["Sarn bridge"],
        ["Sill", "Orm"],
    ),
    (
        [
            ("Who designed the Sarn bridge?", "The Sarn bridge was designed by Ida Falk."),
            ("When was it opened?", "It was opened in 1937."),
            ("How tall is Mount Orm?", "Mount Orm is 1,200 m tall."),
            ("Who climbed it first?", "Otto Graf climbed it first, in 1880."),
            ("And Mount Sill?", "The documents do not say."),
        ],
        "How many cars use the bridge each day?",
        ["Sarn bridge", "cars"],
        ["Orm"],
    ),
    # answer
    (
        [
            (
                "What is the largest lake of Ardovia?",
                "Lake Sill, at 410 square kilometres, is the largest lake of Ardovia.",
            )
        ],
        "How deep is it?",
        ["Lake Sill|largest lake of Ardovia"],
        [],
    ),
    (
        [
            (
                "What did the auditors find?",
                "The auditors found that Telvia had paid 3 million to a firm called Sand Ltd.",
            )
        ],
        "Who owns Sand?",
        ["Sand"],
        ["Telvia"],
    ),
    (
        [("Who supplied the steel?", "The steel was supplied by Birch GmbH of Tarn.")],
        "What else do they make?",
        ["Birch"],
        ["steel make"],
    ),
    # thin
    ([("Did Norrgate buy Telvia?", "Yes, in 2011.")], "What was the price?", ["Norrgate", "Telvia", "price"], []),
    (
        [("Who won the Grand Prix in Monaco?", "Ferrer won it.")],
        "What was the winning time?",
        ["Monaco|Grand Prix"],
        [],
    ),
    (
        [("What happened to the ferry Isolde?", "The ferry Isolde sank off Sarn on 3 May 1921.")],
        "Were there any survivors?",
        ["Isolde", "survivors"],
        [],
    ),
]


@pytest.mark.parametrize(("before", "question", "must", "must_not"), CASES)
def test_follow_ups_name_what_they_are_about(
    before: list[tuple[str, str | None]], question: str, must: list[str], must_not: list[str]
) -> None:
    made = standalone(question, [Turn(*turn) for turn in before])
    if must == ["="]:
        assert made == question
        return
    said = made.casefold()
    assert all(any(part.casefold() in said for part in either.split("|")) for either in must), made
    assert not any(part.casefold() in said for part in must_not), made


@pytest.mark.parametrize("question", ["What is this library about?", "What are these documents about?"])
def test_all_that_the_reader_has_was_never_spoken_of_before(question: str) -> None:
    assert (
        standalone(question, [Turn("Summarise the bridge report", "The town closed the old bridge in May.")])
        == question
    )
