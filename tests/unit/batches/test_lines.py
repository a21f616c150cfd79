"""A file as its lines: however it comes in pieces, wherever it is begun with, and in constant memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.batches.lines import lines

LIMIT = 6
TEXT = st.lists(st.sampled_from([b"", b"a", b"abcdef", b"abcdefg", b"abcdefghijklmnopqrst", "å".encode()]), max_size=12)


def pieces(data: bytes, sizes: list[int]):
    for size in sizes:
        yield data[:size]
        data = data[size:]
    yield data


@given(texts=TEXT, sizes=st.lists(st.integers(0, 9), max_size=20), ends=st.booleans())
def test_lines_are_those_of_the_whole_file(texts, sizes, ends):
    data = b"\n".join(texts) + (b"\n" if ends else b"")
    found = list(lines(pieces(data, sizes), LIMIT))

    wanted = data.split(b"\n")
    if not wanted[-1]:
        wanted.pop()
    assert [line.text for line in found] == [text if len(text) <= LIMIT else None for text in wanted]
    assert [line.n for line in found] == list(range(1, len(wanted) + 1))
    assert all(data[line.start : line.end].rstrip(b"\n") == text for line, text in zip(found, wanted, strict=True))


@given(texts=TEXT.filter(bool), sizes=st.lists(st.integers(0, 9), max_size=20), data=st.data())
def test_they_are_the_same_begun_with_at_any_line(texts, sizes, data):
    whole = b"\n".join(texts) + b"\n"
    every = list(lines([whole], LIMIT))
    n = data.draw(st.integers(0, len(every) - 1))
    again = list(lines(pieces(whole[every[n].start :], sizes), LIMIT, first=every[n].n, at=every[n].start))
    assert again == every[n:]


def test_a_line_without_end_is_let_go_as_it_comes():
    held = 0

    def endless():
        nonlocal held
        for _ in range(1000):
            held += 100
            yield b"x" * 100
        yield b"\nshort\n"

    long, short = lines(endless(), 1000)
    assert (long.text, long.end, short.text, short.n) == (None, 100_001, b"short", 2)
    assert held == 100_000


def test_the_mark_that_some_editors_put_first_is_no_text():
    assert [line.text for line in lines([b"\xef\xbb\xbf{}\n\xef\xbb\xbf{}"], 100)] == [b"{}", b"\xef\xbb\xbf{}"]


def test_windows_ends_of_lines_are_blank():
    assert [line.is_blank for line in lines([b"{}\r\n\r\n  \n{}"], 100)] == [False, True, True, False]
