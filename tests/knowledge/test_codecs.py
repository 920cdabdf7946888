"""Codec strings read as people say them, and anything else is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivs_tui.knowledge.codecs import describe_codec, h264_profile_level


@pytest.mark.parametrize(
    ("codec", "words"),
    [
        ("avc1.64002A", "H.264 High 4.2"),
        ("avc1.64001e", "H.264 High 3.0"),
        ("avc1.42C028", "H.264 Baseline 4.0"),
        ("avc1.4D401F", "H.264 Main 3.1"),
        ("avc3.4D401F", "H.264 Main 3.1"),
        ("avc1.42F00B", "H.264 Baseline 1b"),
        ("avc1.42E00B", "H.264 Baseline 1.1"),
        ("avc1.640009", "H.264 High 1b"),
        ("avc1.64100B", "H.264 High 1.1"),
        ("mp4a.40.2", "AAC-LC"),
        ("mp4a.40.02", "AAC-LC"),
        ("mp4a.40.5", "HE-AAC"),
        ("mp4a.40.29", "HE-AAC v2"),
        ("mp4a.40.34", "MP3"),
        ("hvc1.1.6.L123.B0", "H.265 Main 4.1"),
        ("hev1.2.4.L153.B0", "H.265 Main 10 5.1"),
        ("hvc1.1.6.H150.90", "H.265 Main 5.0 High tier"),
        ("hvc1.1.6.L93", "H.265 Main 3.1"),
        ("av01.0.08M.08", "AV1 Main 4.0"),
        ("av01.0.13H.10", "AV1 Main 5.1 High tier 10-bit"),
        ("av01.0.04M.10.0.112.09.16.09.0", "AV1 Main 3.0 10-bit"),
        ("vp09.00.41.08", "VP9 profile 0 4.1"),
        ("vp09.02.10.10.01.09.16.09.01", "VP9 profile 2 1.0 10-bit"),
        ("opus", "Opus"),
    ],
)
def test_codec_in_words(codec: str, words: str) -> None:
    assert describe_codec(codec) == words


@pytest.mark.parametrize(
    ("codec", "found"),
    [
        ("avc1.64002A", ("High", "4.2")),
        ("avc1.42F00B", ("Baseline", "1b")),
        ("avc1.FF001E", None),
        ("hvc1.1.6.L93", None),
        ("", None),
    ],
)
def test_profile_and_level_of_h264(codec: str, found: tuple[str, str] | None) -> None:
    assert h264_profile_level(codec) == found


@pytest.mark.parametrize(
    "codec",
    [
        "",
        "avc1",
        "avc1.",
        "avc1.64002",
        "avc1.64002A\n",
        "avc1.64002AA",
        "avc1.640000",
        "avc1.FF001E",
        "avc1.٤٢C028",
        "mp4a.40",
        "mp4a.40.99",
        "hvc1.A1.6.L123.B0",
        "hvc1.1.6.L122.B0",
        "hvc1.99.6.L123.B0",
        "av01.0.31M.08",
        "av01.3.08M.08",
        "vp09.00.99.08",
        "[/red]",
    ],
)
def test_unreadable_codec_is_left_alone(codec: str) -> None:
    assert describe_codec(codec) == codec


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"(avc1|hvc1|av01|vp09|mp4a)\.[0-9A-FLMH.]{0,24}", fullmatch=True),
    )
)
def test_no_string_breaks_it(codec: str) -> None:
    words = describe_codec(codec)
    assert words == codec or words.split()[0] in {"H.264", "H.265", "AV1", "VP9"} or len(words) < 10
