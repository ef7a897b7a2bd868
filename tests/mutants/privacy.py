"""The guards of what is one person's alone: whose it is, which state was pressed, and what is shown to whom."""

from __future__ import annotations

from tests.mutants.mutant import Mutant, without

TWO = "tests/attacks/test_two_people.py"
BUTTONS = "tests/attacks/test_others_buttons.py"
HANDLERS = "tests/bot/test_handlers.py"
INERT = "tests/bot/test_cards_inert.py"


def anybodys(name: str, file: str, held: str, guard: str, *tests: str) -> Mutant:
    """The thing is loaded, or changed, for whoever asks."""
    return without(f"whose: {name}", file, held, held.replace(guard, ""), *(tests or (TWO,)))


WHOSE = (
    anybodys(
        "a contract",
        "storage/contracts.py",
        "id=contract, learner=learner",
        ", learner=learner",
        BUTTONS,
    ),
    anybodys(
        "the newest draft",
        "storage/contracts.py",
        "contracts.c.learner == learner, contracts.c.started_at",
        "contracts.c.learner == learner, ",
    ),
    anybodys(
        "a cycle",
        "storage/cycles.py",
        "id=cycle, learner=learner",
        ", learner=learner",
        BUTTONS,
    ),
    anybodys(
        "the running cycle",
        "storage/cycles.py",
        "cycles.c.learner == learner, cycles.c.closed_at",
        "cycles.c.learner == learner, ",
    ),
    anybodys(
        "a review",
        "storage/reviews.py",
        "id=review, learner=learner",
        ", learner=learner",
        BUTTONS,
    ),
    anybodys(
        "evidence that is removed",
        "storage/evidence.py",
        "table.c.id == evidence, table.c.learner == learner",
        ", table.c.learner == learner",
        "tests/conformance/test_work_whole_cycle.py",
    ),
    anybodys(
        "a request, for its peer",
        "storage/requests.py",
        "id=request, peer=peer",
        ", peer=peer",
        BUTTONS,
    ),
    anybodys(
        "a request, for its learner",
        "storage/requests.py",
        "id=request, learner=learner",
        ", learner=learner",
        BUTTONS,
    ),
    anybodys(
        "a suggestion",
        "storage/suggestions.py",
        "id=suggestion, learner=learner",
        ", learner=learner",
        "tests/conformance/test_work_of_asking.py",
    ),
    anybodys(
        "what a peer began",
        "storage/peer_sides.py",
        "peer_sides, request=request, peer=peer",
        ", peer=peer",
        "tests/conformance/test_work_of_asking.py",
    ),
    anybodys(
        "what somebody began to type",
        "storage/unfinished.py",
        "table, person=person, kind=kind",
        " person=person,",
        "tests/conformance/test_unfinished.py",
    ),
)
PRESSED = (
    without(
        "pressed: on an older state",
        "learning/actions/pressing.py",
        "if press.version != version:",
        "if False:",
        HANDLERS,
    ),
    without(
        "pressed: twice",
        "learning/actions/pressing.py",
        "if not work.presses.note(actor, press.key, now):",
        "if work.presses.note(actor, press.key, now) is None:",
        HANDLERS,
    ),
    without(
        "pressed: a forged key",
        "bot/buttons.py",
        'return button if data.get("key") == button.key else None',
        "return button",
        HANDLERS,
    ),
    without(
        "pressed: a number that is none",
        "bot/buttons.py",
        "isinstance(value, int) and not isinstance(value, bool) and 0 <= value",
        "isinstance(value, int)",
        "tests/bot/test_buttons.py",
    ),
    without(
        "kept: somebody was faster",
        "storage/rows.py",
        "    if changed.rowcount != 1:\n",
        "    if False:\n",
        "tests/conformance/test_work.py",
    ),
)
SHOWN = (
    without(
        "shown: functions in words", "bot/cards/inert.py", "return _OPENING.sub(_JOINER, text)", "return text", INERT
    ),
    without(
        "shown: names in titles",
        "bot/cards/inert.py",
        r'escaped = _MARKDOWN.sub(r"\\\1", inert(_in_one_line(name)))',
        "escaped = inert(_in_one_line(name))",
        INERT,
    ),
    without(
        "shown: names in labels",
        "bot/cards/inert.py",
        "return inert(_in_one_line(name.translate(_NOT_IN_LABELS)))",
        "return inert(_in_one_line(name))",
        INERT,
    ),
    without(
        "shown: links",
        "learning/evidence.py",
        "if link and not _is_secure(link):",
        "if False:",
        "tests/learning/test_evidence.py",
    ),
    without(
        "mail: names",
        "graph/people_requests.py",
        "said = [escape(paragraph) for paragraph in letter.paragraphs]",
        "said = list(letter.paragraphs)",
        "tests/graph/test_graph_people.py",
    ),
    without(
        "mail: its link",
        "graph/people_requests.py",
        'if not letter.link.lower().startswith("https://"):',
        "if False:",
        "tests/graph/test_graph_people.py",
    ),
    without(
        "mail: one line of subject",
        "graph/people_requests.py",
        'subject=" ".join(letter.subject.split()),',
        "subject=letter.subject,",
        "tests/graph/test_graph_people.py",
    ),
    without(
        "mail: names that look like links",
        "wording/letters.py",
        "return _STARTS_A_LINK.sub(_JOINER, ",
        "return (",
        "tests/wording/test_letters.py",
    ),
    without(
        "mail: an address of the directory",
        "graph/directory.py",
        'mail=_like(_ADDRESS, maybe_text_at(answer, "mail")),',
        'mail=maybe_text_at(answer, "mail"),',
        "tests/graph/test_graph_people.py",
    ),
)
LOGGED = (
    without(
        "log: of libraries only warnings",
        "app/logs.py",
        "return _is_ours(record) or record.levelno >= logging.WARNING",
        "return True",
        "tests/app/test_logs.py",
    ),
    without(
        "log: of libraries only fixed text",
        "app/logs.py",
        "record.getMessage() if _is_ours(record) else _fixed_text(record)",
        "record.getMessage()",
        "tests/app/test_logs.py",
    ),
    without(
        "log: nothing that an error quotes",
        "app/logs.py",
        '    code = _code(getattr(error, "orig", None) or error)\n',
        '    return str(error)\n    code = _code(getattr(error, "orig", None) or error)\n',
        "tests/app/test_logs.py",
    ),
    without(
        "log: unknown paths",
        "app/access.py",
        'return resource.canonical if resource is not None else "unknown"',
        "return request.path",
        "tests/attacks/test_logs.py",
    ),
)
PRIVACY_MUTANTS: tuple[Mutant, ...] = (*WHOSE, *PRESSED, *SHOWN, *LOGGED)
