"""The user's own keys: they work, they are told, and what cannot be is a sentence."""

from __future__ import annotations

import string
from functools import partial

import pytest
from textual import events
from textual.binding import Binding

import ivs_tui.ui.app  # noqa: F401  # brings all screens along
from ivs_tui.config import Config
from ivs_tui.ui import keys
from ivs_tui.ui.screens.overlay import Overlay
from ivs_tui.ui.widgets.prompt import Prompt
from tests.ui.monitor import open_desk, snapshot, stream, topic


def test_each_sign_has_the_name_that_a_key_event_has() -> None:
    for sign in string.ascii_letters + string.digits + string.punctuation.replace(",", ""):
        (made,) = Binding.make_bindings([Binding(sign, "x")])
        assert keys.key_of(sign) == keys.key_of(made.key) == made.key
        assert keys.written(made.key) == sign
    assert (keys.key_of(","), keys.key_of(" ")) == ("comma", "space")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Esc", "escape"),
        ("pgdn", "pagedown"),
        ("Ctrl+Y", "ctrl+y"),
        ("question_mark", "question_mark"),
        ("shift+F1", "shift+f1"),
        ("é", "é"),
        (" enter ", "enter"),
    ],
)
def test_keys_as_people_write_them(written: str, key: str) -> None:
    assert keys.key_of(written) == key


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("ctrl+c", "always quits"),
        ("Ctrl+Q", "quits"),
        ("shift+a", "'A'"),
        ("ctrl+i", "tab"),
        ("hyper+x", "no key"),
        ("yy", "no key"),
        ("\x1b", "no key"),
        ("ctrl+", "no key"),
        ("", "no key"),
        ("<any>", "no key"),
    ],
)
def test_keys_that_cannot_be(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        keys.key_of(written)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"copyy": ("Y",)}, [("copyy", "nothing has this id; did you mean copy?")]),
        ({"quit.always": ("Y",)}, [("quit.always", "ctrl+c always quits")]),
        ({"prompt.leave": ("?",)}, [("prompt.leave", "? is typed at the prompt")]),
        ({"copy": ("s",)}, [("copy", "s is the key of table.sort too")]),
        ({"view.streams": ("q",)}, [("view.streams", "q is the key of quit too")]),
        ({"copy": ("x",), "findings": ("y",)}, []),
        ({"findings.close": ("j",)}, [("findings.close", "j is the key of findings.down too")]),
        ({"quit": ("c",)}, [("quit", "c is the key of export.csv too")]),
        ({"prompt.leave": ("ctrl+g",), "help.close": ("z", "q")}, []),
    ],
)
def test_what_is_wrong_with_a_user_s_keys(wanted: keys.Wanted, says: list[tuple[str, str]]) -> None:
    assert keys.keymap(wanted)[1] == says


def test_nothing_of_our_own_clashes() -> None:
    every = {bound.id: bound.keys for bound in keys.catalogue() if bound.id != "quit.always"}
    known = {key for bound in every.values() for key in bound}
    assert {keys.key_of(keys.written(key)) for key in known} == known
    assert keys.keymap(every)[1] == []


async def test_remapped_keys_work_and_are_told() -> None:
    mine: dict[str, tuple[str, ...]] = {
        "copy": ("Y",),
        "findings": ("z",),
        "pause": ("f5",),
        "view.channels": ("c",),
        "tree.close": ("z",),
    }
    async with open_desk(config=Config(keys=mine), size=(120, 36)) as desk:
        await desk.say(snapshot(topic("streams"), [stream(1)]))
        assert " z why " in desk.lines[-1]
        await desk.press("d")
        assert " z back" in desk.lines[-1]
        await desk.press("z", "y", "p", "f5")
        assert desk.app.board.paused
        await desk.press("?")
        told = {line.split()[0]: line for line in desk.lines if line.strip()}
        assert "Copy the ARN" in told["Y"]
        assert "Pause" in told["f5"]
        assert "y" not in told
        await desk.press("escape", "c")
        assert "channels" in desk.lines[0]
        await desk.press("escape", "ctrl+c")
        assert not desk.app.is_running


async def test_wrong_keys_are_told_at_the_start() -> None:
    async with open_desk(config=Config(keys={"copyy": ("Y",), "tree": ("r",)})) as desk:
        (told,) = [line for line in desk.lines if "[keys]" in line]
        assert "copyy: nothing has this id" in told
        assert "r" in desk.app.keymap["tree"]


@pytest.mark.parametrize("key", ["question_mark", "x", "f", "d", "e", "Y"])
async def test_q_quits_from_what_lies_over_a_list(key: str) -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(topic("streams"), [stream(1)]))
        await desk.press(key)
        assert isinstance(desk.app.screen, Overlay)
        await desk.press("q")
        assert desk.app._exit  # Textual 8.2.8 has no public word for it


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("enter",),
        ("colon", "s"),
        ("slash", "x"),
        ("question_mark",),
        ("x",),
        ("d",),
        ("e",),
        ("Y",),
        ("D",),
        ("a",),
        ("ctrl+p",),
    ],
    ids=" ".join,
)
async def test_ctrl_c_quits_wherever_one_is(keys: tuple[str, ...]) -> None:
    async with open_desk() as desk:
        await desk.say(snapshot(topic("streams"), [stream(1)]))
        await desk.press(*keys)
        assert desk.app.is_running
        await desk.press("ctrl+c")
        assert desk.app._exit  # Textual 8.2.8 has no public word for it


async def test_a_key_that_comes_before_a_screen_is_up_is_for_that_screen() -> None:
    async with open_desk() as desk:
        route = desk.app.route
        for open_it in (partial(route.begin_anew, "stages"), route.open_sources):
            open_it()
            assert not desk.app.screen.is_mounted
            await desk.app.on_event(events.Key("colon", ":"))
            assert desk.app.screen.query_one(Prompt).is_open
            await desk.press("escape")
