"""Messages about bad input are one line, whatever names they quote."""

from reports.errors import BadInput


def test_a_quoted_name_breaks_no_line_and_moves_no_cursor():
    message = str(BadInput("data.npz: arrays X and y are needed, found a, y.\x1b[2J\r\ny\tz"))
    assert message.isprintable() and "found a, y." in message and "y z" in message


def test_spaces_of_every_kind_become_plain_and_what_shows_nothing_is_replaced() -> None:
    message = str(BadInput("found y.n\xa0y, \u3000wide, \u0378 unassigned, \ue000 private"))
    assert message == "found y.n y,  wide, \ufffd unassigned, \ufffd private"
    assert message.isprintable()
