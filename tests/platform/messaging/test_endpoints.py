"""Where a webhook may go: to hosts on its list, by https, and to no number of our own networks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayhome.platform.messaging import endpoints

LISTED = ("partner.example", "partner.example:8443", "127.0.0.1:9000", "10.0.0.1")


def target(url, *, may_be_here=False):
    return endpoints.target(url, allowed_hosts=LISTED, may_be_here=may_be_here)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("https://partner.example", "partner.example", 443, "/"),
        ("https://partner.example:443/a/b", "partner.example", 443, "/a/b"),
        ("https://partner.example:8443/a?b=c", "partner.example", 8443, "/a?b=c"),
        ("https://PARTNER.example/", "partner.example", 443, "/"),
    ],
)
def test_an_address_on_the_list_is_taken_apart(url, host, port, path):
    assert target(url) == endpoints.Target(host, port, path, is_tls=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example/",
        "http://127.0.0.1:9000/",
        "ftp://partner.example/",
        "file:///etc/passwd",
        "//partner.example/",
        "partner.example",
        "https://other.example/",
        "https://partner.example:9443/",
        "https://partner.example.other.example/",
        "https://sub.partner.example/",
        "https://other.example#@partner.example/",
        "https://partner.example@other.example/",
        "https://user:password@partner.example/",
        "https://partner.example/#part",
        "https://partner.example/#",
        "https://partner.example/a b",
        "https://partner.example/a\r\nHost: other",
        "https://partner.example/\x00",
        "https://partner.example/é",
        "https://partner.example\\@other.example/",
        "https://partner.example:99999/",
        "https://partner.example:x/",
        "https://[::1]/",
        "https://[::1/",
        "https:///path",
        "https://partner..example/",
        "https://-partner.example/",
        "https://partner.example/" + "x" * 500,
        "",
    ],
)
def test_an_address_that_is_not_plain_https_to_a_listed_host_is_refused(url):
    with pytest.raises(endpoints.NotAllowed):
        target(url)


def test_http_is_for_this_machines_own_number_and_only_where_that_is_allowed():
    here = target("http://127.0.0.1:9000/x", may_be_here=True)

    assert here == endpoints.Target("127.0.0.1", 9000, "/x", is_tls=False)
    with pytest.raises(endpoints.NotAllowed):
        target("http://partner.example:8443/", may_be_here=True)


PUBLIC = ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]
OURS = [
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),  # noqa: S104
    *("169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1"),
    *("203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::"),
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]


@pytest.mark.parametrize("number", PUBLIC)
def test_a_public_number_is_connected_to(number):
    assert endpoints.chosen([number], may_be_here=False) == number


@pytest.mark.parametrize("number", OURS)
def test_a_number_that_is_not_public_is_refused_alone_and_among_public_ones(number):
    for found in ([number], [PUBLIC[0], number], [number, PUBLIC[1]]):
        with pytest.raises(endpoints.NotAllowed):
            endpoints.chosen(found, may_be_here=False)


def test_a_name_that_stands_for_nothing_is_refused():
    with pytest.raises(endpoints.NotAllowed):
        endpoints.chosen([], may_be_here=True)


@pytest.mark.parametrize("number", [each for each in OURS if not each.startswith(("127.", "::1"))])
def test_where_this_machine_is_allowed_no_other_network_of_ours_is(number):
    assert endpoints.chosen(["127.0.0.1"], may_be_here=True) == "127.0.0.1"
    with pytest.raises(endpoints.NotAllowed):
        endpoints.chosen([number], may_be_here=True)


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7"))
def test_no_private_number_is_public(address):
    assert not endpoints.is_public(str(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_number_is_as_public_within_ipv6_as_by_itself(address):
    is_public = endpoints.is_public(str(address))

    assert endpoints.is_public(f"::ffff:{address}") == is_public
    assert endpoints.is_public(f"64:ff9b::{address}") == is_public


def test_a_secret_is_in_no_words_about_an_endpoint():
    endpoint = endpoints.Endpoint("https://partner.example", LISTED, ("whsec_x",))

    assert "whsec" not in repr(endpoint)
