using System.Text;
using NetCmdlets.Protocols.Http;
using NetCmdlets.Tests;
using Xunit;

namespace NetCmdlets.Core.Tests.Protocols.Http;

public sealed class HttpRequestReaderTests
{
    private const string Host = "Host: a\r\n";

    public static TheoryData<string, string> Good => new()
    {
        { $"GET / HTTP/1.1\r\n{Host}\r\n", "GET /" },
        { "GET /a HTTP/1.0\r\n\r\n", "GET /a" },
        { $"\r\nGET /after-an-empty-line HTTP/1.1\r\n{Host}\r\n", "GET /after-an-empty-line" },
        { $"GET http://b:80/x?y HTTP/1.1\r\n{Host}\r\n", "GET /x" },
        { $"GET HTTPS://b HTTP/1.1\r\n{Host}\r\n", "GET /" },
        { $"OPTIONS * HTTP/1.1\r\n{Host}\r\n", "OPTIONS *" },
        { $"M-SEARCH /a HTTP/1.9\r\n{Host}\r\n", "M-SEARCH /a" },
        { "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET /" },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 5\r\n\r\nhello", "POST / hello" },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 0\r\n\r\n", "POST /" },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length:\t0005 \r\n\r\nhello", "POST / hello" },
        { Chunks("3\r\nabc\r\n2 ;x=y\r\nde\r\n0\r\n\r\n"), "POST / abcde" },
        { Chunks("00A\r\n0123456789\r\n0\r\nA: b\r\n\r\n").Replace("chunked", "Chunked"), "POST / 0123456789" },
        { $"GET / HTTP/1.1\r\n{Host}X: \x80\xFF a\tb\r\n\r\n", "GET /" },
    };

    public static TheoryData<string, int> Bad => new()
    {
        { "GET / HTTP/1.1\r\n\r\n", 400 },
        { $"GET / HTTP/1.1\r\n{Host}{Host}\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400 },
        { "GET / HTTP/1.1\nHost: a\r\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\n\r\n", 400 },
        { "GET / HTTP/1.1\r\nHost: a\r\n\n", 400 },
        { $"GET / HTTP/1.1\r\n{Host}A: b\rc\r\n\r\n", 400 },
        { $"GET / HTTP/1.1\r\n{Host}A: b\0c\r\n\r\n", 400 },
        { $"GET / HTTP/1.1\r\n{Host}A: b\r\n folded\r\n\r\n", 400 },
        { $"GET / HTTP/1.1\r\n {Host}\r\n", 400 },
        { $"GET / HTTP/1.1\r\n{Host}A : b\r\n\r\n", 400 },
        { $"GET / HTTP/1.1\r\n{Host}A\r\n\r\n", 400 },
        { $"GET / HTTP/1.1\r\n{Host}: b\r\n\r\n", 400 },
        { $"GET / HTTP/1.1\r\n{Host}Ä: b\r\n\r\n", 400 },
        { "GET /\r\n\r\n", 400 },
        { $"GET  / HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET / / HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET / HTTP/1.1 \r\n{Host}\r\n", 400 },
        { $"GET / http/1.1\r\n{Host}\r\n", 400 },
        { $"GET / HTTP/11\r\n{Host}\r\n", 400 },
        { $"G(T / HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET a HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET * HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET ftp://b/ HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET http:///a HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET http://u@b/a HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /a#b HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /\x80 HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /%zz HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /%e HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /%ff HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /%c0%ae%c0%ae/ HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /%00 HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /%0d%0aSet-Cookie:a HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /../a HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /a/./b HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /a/%2e%2E HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /a%2f..%2fb HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /a%5c..%5cb HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"GET /..\\b HTTP/1.1\r\n{Host}\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 1, 1\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: +1\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: -1\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 0x1\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length:\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 1001\r\n\r\n", 413 },
        { $"POST / HTTP/1.1\r\n{Host}Content-Length: 99999999999999999999\r\n\r\n", 413 },
        { $"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked, chunked\r\n\r\n", 501 },
        { $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: gzip, chunked\r\n\r\n", 501 },
        { $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: \u000Bchunked\r\n\r\n", 400 },
        { $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: identity\r\n\r\n", 501 },
        { $"POST / HTTP/1.1\r\n{Host}Expect: magic\r\n\r\n", 417 },
        { $"CONNECT a:1 HTTP/1.1\r\n{Host}\r\n", 501 },
        { $"GET / HTTP/2.0\r\n{Host}\r\n", 505 },
        { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505 },
        { $"GET / HTTP/0.9\r\n{Host}\r\n", 505 },
        { Chunks("g\r\n"), 400 },
        { Chunks("\r\n"), 400 },
        { Chunks("0x1\r\na\r\n"), 400 },
        { Chunks("-1\r\n"), 400 },
        { Chunks("1 1\r\na\r\n"), 400 },
        { Chunks("1;a\nb\r\n"), 400 },
        { Chunks("1\r\nab\r\n"), 400 },
        { Chunks("1\r\na\n0\r\n\r\n"), 400 },
        { Chunks("3e9\r\n"), 413 },
        { Chunks("fffffffffffffffffffff\r\n"), 413 },
        { Chunks("3e8\r\n" + new string('a', 1000) + "\r\n1\r\n"), 413 },
        { Chunks("1;" + new string('x', 300)), 400 },
        { Chunks("0\r\nA : b\r\n\r\n"), 400 },
        { Chunks("0\r\nA: b\r\n c\r\n\r\n"), 400 },
        { Chunks("0\r\n" + string.Concat(Enumerable.Repeat("A: b\r\n", 101))), 431 },
        { $"GET /{new string('a', 8200)} HTTP/1.1\r\n{Host}\r\n", 414 },
        { $"GET /{new string('a', 9000)}", 414 },
        { $"GET / HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Range(0, 100).Select(i => $"A{i}: b\r\n"))}\r\n", 431 },
        { $"GET / HTTP/1.1\r\n{Host}A: {new string('b', 40_000)}", 431 },
        { $"GET / HTTP/1.1\r\n{Host}A: {new string('b', 40_000)}\r\n\r\n", 431 },
        { "\x16\x03\x01 a handshake of TLS", 400 },
        { "\r\r", 400 },
        { "\r\n\r\n", 400 },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_request_in_order_is_read_whole_and_in_pieces_of_every_size(string text, string expected)
    {
        foreach (int size in (int[])[text.Length, 1, 2, 3, 7, text.Length - 1])
            Assert.Equal([expected], RequestFeed.Read(text, size));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Requests_that_follow_each_other_are_read_in_their_order(string text, string expected)
    {
        string three = $"{text}GET /next HTTP/1.1\r\n{Host}\r\n{text.TrimStart('\r', '\n')}";
        foreach (int size in (int[])[three.Length, 1, 5])
            Assert.Equal([expected, "GET /next", expected], RequestFeed.Read(three, size));
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void A_request_that_lacks_its_last_byte_is_unfinished(string text, string expected)
    {
        Assert.NotEmpty(expected);
        Assert.Equal(["unfinished"], RequestFeed.Read(text[..^1], text.Length));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_request_that_is_not_in_order_is_refused_whole_and_byte_by_byte(string text, int status)
    {
        Assert.Equal([$"{status}"], RequestFeed.Read(text, text.Length));
        Assert.Equal([$"{status}"], RequestFeed.Read(text, 1));
    }

    [Fact]
    public void After_a_fault_nothing_is_read_any_more()
    {
        using var reader = new HttpRequestReader(10);
        reader.Append("nonsense\n"u8);
        Assert.Equal(HttpReadStatus.Failed, reader.ReadHead(out _));
        reader.Append("GET / HTTP/1.0\r\n\r\n"u8);
        Assert.Equal(HttpReadStatus.Failed, reader.ReadHead(out _));
        Assert.Equal(HttpReadStatus.Failed, reader.ReadBody(out _));
    }

    [Fact]
    public void A_head_without_a_body_is_followed_by_the_next_at_once()
    {
        using var reader = new HttpRequestReader(10);
        reader.Append("GET /1 HTTP/1.0\r\n\r\nGET /2 HTTP/1.0\r\nContent-Length: 0\r\n\r\nGET /3 HTTP/1.0\r\n\r\n"u8);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(HttpReadStatus.Ready, reader.ReadHead(out HttpRequestHead? head));
            Assert.Equal($"/{i}", head!.Target.Raw);
        }

        Assert.False(reader.IsWithinRequest);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n", true)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n", false)]
    [InlineData("GET / HTTP/1.0\r\n\r\n", false)]
    [InlineData("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true)]
    [InlineData("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", false)]
    public void The_connection_goes_on_as_version_and_field_say(string text, bool keepAlive)
        => Assert.Equal(keepAlive, RequestFeed.Head(text).KeepAlive);

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n", true)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n", true)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n", false)]
    [InlineData("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", false)]
    public void A_client_waits_for_100_where_it_says_so_and_has_a_body(string text, bool expects)
        => Assert.Equal(expects, RequestFeed.Head(text).ExpectsContinue);

    [Fact]
    public void The_targets_host_goes_before_the_field()
    {
        HttpRequestHead head = RequestFeed.Head("GET http://b:81/x HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("b:81", head.Host);
        Assert.Equal("a", RequestFeed.Head("GET /x HTTP/1.1\r\nHost: a\r\n\r\n").Host);
    }

    [Fact]
    public void The_path_is_decoded_once_and_segment_by_segment()
    {
        HttpTarget target = RequestFeed.Head("GET /a%20b/%C3%BC%2Fc/%252e/?q=%41 HTTP/1.0\r\n\r\n").Target;
        Assert.Equal(["a b", "ü/c", "%2e", ""], target.Segments);
        Assert.Equal("/a b/ü/c/%2e/", target.Path);
        Assert.Equal("q=%41", target.QueryString);
    }

    [Fact]
    public void What_a_client_leaves_unencoded_is_read_as_if_it_were_encoded()
    {
        // curl sends an address as it was typed.
        HttpTarget target = RequestFeed.Head("GET /gr\u00C3\u00BC\u00C3\u009F?n=\u00C3\u00BC HTTP/1.0\r\n\r\n").Target;
        Assert.Equal(("/gr%C3%BC%C3%9F", "/grüß", "n=%C3%BC"), (target.Raw, target.Path, target.QueryString));
        Assert.Equal("ü", HttpQuery.Parse(target.QueryString)["n"]);
    }

    [Fact]
    public void The_query_is_a_table_of_names_whatever_their_case()
    {
        var query = HttpQuery.Parse("a=1&B=x+y%26z&flag&a=2&a=3&bad=%zz&=empty");
        Assert.Equal(["1", "2", "3"], Assert.IsType<string[]>(query["A"]));
        Assert.Equal("x y&z", query["b"]);
        Assert.Equal("", query["flag"]);
        Assert.Equal("%zz", query["bad"]);
        Assert.Equal("empty", query[""]);
        Assert.Empty(HttpQuery.Parse(null));
    }

    [Fact]
    public void Garbage_and_damaged_requests_end_alike_whole_and_in_pieces()
    {
        var random = new Random(9112);
        string[] seeds = [.. Good.Select(row => row.Data.Item1), .. Bad.Select(row => row.Data.Item1)
            .Where(text => text.Length < 400)];
        byte[] pieces = "\r\n\r\n\t :;,0\0\x7F%\xFF\u0016GET /"u8.ToArray();
        for (int round = 0; round < 4000; round++)
        {
            var bytes = Encoding.Latin1.GetBytes(
                seeds[random.Next(seeds.Length)] + seeds[random.Next(seeds.Length)]).ToList();
            for (int edit = random.Next(1, 5); edit > 0; edit--)
            {
                int at = random.Next(bytes.Count);
                switch (random.Next(3))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.Insert(at, pieces[random.Next(pieces.Length)]);
                        break;
                    default:
                        bytes.RemoveAt(at);
                        break;
                }
            }

            byte[] text = [.. bytes];
            List<string> whole = RequestFeed.Read(text, text.Length);
            Assert.Equal(whole, RequestFeed.Read(text, 1));
            Assert.Equal(whole, RequestFeed.Read(text, random.Next(2, 40)));
        }
    }

    private static string Chunks(string chunks)
        => $"POST / HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n{chunks}";
}
