using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using Xunit;

namespace NetCmdlets.Core.Tests.Framing;

public sealed class FramingOptionsTests
{
    [Theory]
    [InlineData(FramingKind.Raw)]
    [InlineData(FramingKind.Line)]
    [InlineData(FramingKind.LengthPrefix)]
    public void A_delimiter_is_refused_where_nothing_would_use_it(FramingKind kind)
        => Assert.Contains("-Framing Delimiter", Refused(new() { Kind = kind, Delimiter = ";" }), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Delimiter_framing_needs_a_delimiter(string? delimiter)
        => Refused(new() { Kind = FramingKind.Delimiter, Delimiter = delimiter });

    [Theory]
    [InlineData("unicode")]
    [InlineData("utf32")]
    public void Lines_are_refused_where_LF_has_several_bytes(string encoding)
        => Assert.Contains(
            MessageText.Named(encoding).Name,
            Refused(new() { Kind = FramingKind.Line, Encoding = MessageText.Named(encoding) }),
            StringComparison.Ordinal);

    [Fact]
    public void The_delimiter_is_in_the_encoding_of_the_messages()
    {
        IMessageFraming framing = new FramingOptions
        {
            Kind = FramingKind.Delimiter,
            Encoding = MessageText.Named("bigendianunicode"),
            Delimiter = ";",
        }.Create();
        int scanned = 0;
        Assert.Equal(FrameStatus.Message, framing.Find([0, 65, 0, 59, 0, 66], ref scanned, ended: false, out Frame frame));
        Assert.Equal((2, 4), (frame.Length, frame.Consumed));
    }

    private static string Refused(FramingOptions options)
    {
        NetException error = Assert.Throws<NetException>(options.Create);
        Assert.Equal(FailureKind.InvalidRequest, error.Kind);
        return error.Message;
    }
}
