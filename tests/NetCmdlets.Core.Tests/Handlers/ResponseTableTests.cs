using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using NetCmdlets.Servers.Handlers;
using Xunit;

namespace NetCmdlets.Core.Tests.Handlers;

public sealed class ResponseTableTests
{
    [Theory]
    [InlineData("ping", "pong")]
    [InlineData("PING", "pong")]
    [InlineData("ping\n", "pong")]
    [InlineData("ping\r\n", "pong")]
    [InlineData("pin", "what?")]
    [InlineData("", "what?")]
    [InlineData("*", "what?")]
    public void A_message_has_the_reply_of_its_text_or_that_of_the_star(string message, string reply)
        => Assert.Equal(reply, Ask(ResponseTable.Parse(["ping=pong", "*=what?"], MessageText.Utf8), message));

    [Fact]
    public void A_text_without_a_reply_has_none_where_there_is_no_star()
        => Assert.Null(ResponseTable.Parse(["ping=pong"], MessageText.Utf8).Find("pong"u8));

    [Fact]
    public void An_empty_message_and_an_empty_reply_are_a_text_like_any_other()
    {
        ResponseTable table = ResponseTable.Parse(["=nothing", "hush="], MessageText.Utf8);
        Assert.Equal("nothing", Ask(table, ""));
        Assert.Equal("", Ask(table, "hush"));
    }

    [Fact]
    public void Bytes_that_are_not_text_have_the_reply_of_the_star()
    {
        Assert.Equal("what?"u8.ToArray(), ResponseTable.Parse(["*=what?"], MessageText.Utf8).Find([0xFF]));
        Assert.Null(ResponseTable.Parse(["a=b"], MessageText.Utf8).Find([0xFF]));
    }

    [Fact]
    public void A_reply_may_be_bytes_and_a_text_may_have_an_equals_sign_after_the_first()
    {
        var table = new ResponseTable([new("a", new byte[] { 0, 255 })], MessageText.Utf8);
        Assert.Equal([0, 255], table.Find("a"u8));
        Assert.Equal("b=c", Ask(ResponseTable.Parse(["a=b=c"], MessageText.Utf8), "a"));
    }

    [Theory]
    [InlineData(FailureKind.InvalidRequest, "utf8", "no equals sign")]
    [InlineData(FailureKind.InvalidRequest, "utf8", "a=1", "A=2")]
    [InlineData(FailureKind.InvalidEncoding, "ascii", "a=é")]
    public void A_table_that_makes_no_sense_is_refused(FailureKind kind, string encoding, params string[] entries)
    {
        var error = Assert.Throws<NetException>(() => ResponseTable.Parse(entries, MessageText.Named(encoding)));
        Assert.Equal(kind, error.Kind);
    }

    private static string? Ask(ResponseTable table, string message)
        => table.Find(Encoding.UTF8.GetBytes(message)) is byte[] reply ? Encoding.UTF8.GetString(reply) : null;
}
