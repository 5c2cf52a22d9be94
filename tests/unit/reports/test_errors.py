"""Messages about bad input are one line, whatever names they quote."""

from reports.errors import BadInput


def test_a_quoted_name_breaks_no_line_and_moves_no_cursor():
    message = str(BadInput("data.npz: arrays X and y are needed, found a, y.\x1b[2J\r\ny\tz"))
    assert message.isprintable() and "found a, y." in message and "y z" in message
