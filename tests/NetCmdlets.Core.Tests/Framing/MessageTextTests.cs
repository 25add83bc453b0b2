using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using Xunit;

namespace NetCmdlets.Core.Tests.Framing;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData("utf8", "é€", "C3A9E282AC")]
    [InlineData(null, "é", "C3A9")]
    [InlineData("ASCII", "Az", "417A")]
    [InlineData("latin1", "é", "E9")]
    [InlineData("unicode", "é", "E900")]
    [InlineData("bigendianunicode", "é", "00E9")]
    [InlineData("utf32", "é", "E9000000")]
    [InlineData("utf-8", "é", "C3A9")]
    public void A_text_is_the_same_after_both_ways_and_has_no_byte_order_mark(string? name, string text, string hex)
    {
        MessageText encoding = MessageText.Named(name);

        byte[] bytes = encoding.Encode(text);

        Assert.Equal(hex, Convert.ToHexString(bytes));
        Assert.Equal(text, encoding.TryDecode(bytes));
    }

    [Theory]
    [InlineData("ascii", "é")]
    [InlineData("latin1", "€")]
    public void A_character_that_the_encoding_lacks_is_an_error_and_not_a_question_mark(string name, string text)
    {
        var error = Assert.Throws<NetException>(() => MessageText.Named(name).Encode(text));
        Assert.Equal(FailureKind.InvalidEncoding, error.Kind);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_an_error()
    {
        // Not inline data: an attribute's text is stored as UTF-8, which has no bytes for it either.
        var error = Assert.Throws<NetException>(() => MessageText.Utf8.Encode("\ud800"));
        Assert.Equal(FailureKind.InvalidEncoding, error.Kind);
    }

    [Fact]
    public void Bytes_that_are_not_text_decode_to_null()
    {
        Assert.Null(MessageText.Utf8.TryDecode([0xC3]));
        Assert.Null(MessageText.Named("ascii").TryDecode([0x80]));
        Assert.Equal("", MessageText.Utf8.TryDecode([]));
    }

    [Fact]
    public void A_code_page_is_known_by_its_number()
        => Assert.Equal([0xE9], MessageText.Named("28591").Encode("é"));

    [Theory]
    [InlineData("klingon")]
    [InlineData("utf-7")]
    [InlineData("99999")]
    public void An_encoding_that_there_is_not_is_refused_with_its_id(string name)
        => Assert.Equal(FailureKind.InvalidEncoding, Assert.Throws<NetException>(() => MessageText.Named(name)).Kind);
}
