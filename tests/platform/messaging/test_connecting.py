"""One POST to a number that was checked: with TLS for the name, no redirect, and an end in time.

The other side is a real server on this machine that behaves badly when it is told to.
"""

import socket
import ssl
import threading
import time

import pytest
from tests.foundation import partners

from wayhome.platform.messaging import connecting, endpoints

HERE = ["127.0.0.1"]


def means(found=HERE, *, authority=None, may_be_here=True, ends_within=5.0):
    asked = []

    def look_up(name, port):
        asked.append((name, port))
        if isinstance(found, Exception):
            raise found
        return list(found)

    made = connecting.Means(
        look_up=look_up,
        tls=lambda: ssl.create_default_context(cafile=authority),
        may_be_here=may_be_here,
        ends_within=ends_within,
    )
    return made, asked


def to(partner, *, host="127.0.0.1"):
    return endpoints.Target(host, partner.port, "/hook?a=b", is_tls=partner.tls is not None)


def post(partner, by=None, **named):
    return connecting.post(
        to(partner, **named), body=b'{"a":1}', headers={"webhook-id": "x"}, means=by or means()[0]
    )


@pytest.mark.parametrize("status", [200, 204, 301, 404, 410, 500, 503])
def test_the_number_of_the_answer_is_what_is_told(partner, status):
    partner.behaves = partners.answers(status)

    assert post(partner) == status


def test_the_request_is_one_post_with_its_bytes(partner):
    post(partner)

    [request] = partner.requests
    assert request.line == "POST /hook?a=b HTTP/1.1"
    assert request.body == b'{"a":1}'
    assert request.headers == {
        "host": f"127.0.0.1:{partner.port}",
        "webhook-id": "x",
        "content-length": "7",
        "user-agent": "Wayhome",
        "connection": "close",
    }


def test_a_redirect_is_told_and_not_followed(partner):
    elsewhere = partners.Partner()
    elsewhere.open()
    partner.behaves = partners.says(
        b"HTTP/1.1 307 Elsewhere\r\nLocation: http://127.0.0.1:%d/\r\n\r\n" % elsewhere.port
    )

    assert post(partner) == 307
    elsewhere.close()
    assert elsewhere.requests == []


def test_the_name_is_looked_up_once_and_the_number_found_is_the_one_connected_to(
    partner_with_tls, certificates
):
    by, asked = means(authority=certificates.authority)

    status = post(partner_with_tls, by, host=partners.NAME)

    [request] = partner_with_tls.requests
    assert status == 204
    assert asked == [(partners.NAME, partner_with_tls.port)]
    assert partner_with_tls.names_asked_for == [partners.NAME]
    assert request.headers["host"] == f"{partners.NAME}:{partner_with_tls.port}"


def test_a_certificate_for_another_name_is_sent_nothing(partner_with_tls, certificates):
    by, _asked = means(authority=certificates.authority)

    with pytest.raises(connecting.NobodyThere, match="SSLCertVerificationError"):
        post(partner_with_tls, by, host="other.example")
    assert partner_with_tls.requests == []


def test_a_certificate_of_nobody_trusted_is_sent_nothing(partner_with_tls):
    with pytest.raises(connecting.NobodyThere, match="SSLCertVerificationError"):
        post(partner_with_tls, means()[0], host=partners.NAME)
    assert partner_with_tls.requests == []


def test_whoever_speaks_no_tls_is_sent_nothing(partner, certificates):
    by, _asked = means(authority=certificates.authority, ends_within=0.3)
    spoken_plain = endpoints.Target(partners.NAME, partner.port, "/", is_tls=True)

    with pytest.raises(connecting.NobodyThere):
        connecting.post(spoken_plain, body=b"", headers={}, means=by)
    assert partner.requests == []


@pytest.mark.parametrize(
    "found", [["10.0.0.1"], ["127.0.0.1", "169.254.169.254"], [], ["::ffff:10.0.0.1"]]
)
def test_a_name_that_leads_inside_is_not_connected_to(partner, found):
    with pytest.raises(connecting.NobodyThere):
        post(partner, means(found)[0])
    assert partner.requests == []


def test_this_machine_is_not_connected_to_where_that_is_not_allowed(partner):
    with pytest.raises(connecting.NobodyThere, match="not public"):
        post(partner, means(may_be_here=False)[0])
    assert partner.requests == []


def test_a_name_nobody_knows_is_nobody_there(partner):
    with pytest.raises(connecting.NobodyThere, match="gaierror"):
        post(partner, means(socket.gaierror("no such name"))[0])


def test_whoever_does_not_listen_is_nobody_there(partner):
    partner.close()

    with pytest.raises(connecting.NobodyThere, match="ConnectionRefusedError"):
        post(partner)


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-",
        b"HTTP/1.1 2",
        b"SSH-2.0-OpenSSH\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 999 No\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x" * 20_000,
    ],
)
def test_what_is_closed_midway_too_long_or_no_http_is_no_answer(partner, words):
    partner.behaves = partners.says(words)

    with pytest.raises(connecting.NoAnswer):
        post(partner)


@pytest.mark.parametrize(
    "words",
    [
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.0 202 \r\n\r\n",
        b"HTTP/1.1 202\r\n\r\n",
        b"HTTP/1.1 202 OK\r\n\r\n" + b"a very long body" * 10_000,
    ],
)
def test_an_answer_counts_once_its_head_is_whole_whatever_its_body(partner, words):
    partner.behaves = partners.says(words)

    assert post(partner) == 202


def test_a_reset_is_no_answer(partner):
    def reset(line):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")

    partner.behaves = reset

    with pytest.raises(connecting.NoAnswer):
        post(partner)


def test_whoever_never_answers_is_left_in_time(partner):
    is_left = threading.Event()
    partner.behaves = lambda _line: is_left.wait(20)

    started = time.monotonic()
    with pytest.raises(connecting.NoAnswer, match="TimeoutError"):
        post(partner, means(ends_within=0.3)[0])
    is_left.set()

    assert time.monotonic() - started < 5


def test_whoever_answers_a_letter_at_a_time_is_left_in_time(partner):
    is_left = threading.Event()

    def drip(line):
        line.sendall(b"HTTP/1.1 200 OK\r\n")
        while not is_left.wait(0.02):
            line.sendall(b"x")

    partner.behaves = drip

    started = time.monotonic()
    with pytest.raises(connecting.NoAnswer):
        post(partner, means(ends_within=0.5)[0])
    is_left.set()

    assert time.monotonic() - started < 5


def test_the_machines_own_names_are_looked_up():
    assert connecting.numbers_of("127.0.0.1", 443) == ["127.0.0.1"]
