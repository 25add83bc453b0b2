using System.Buffers;
using System.Text;
using NetCmdlets.Diagnostics;
using NetCmdlets.Framing;
using Xunit;

namespace NetCmdlets.Core.Tests.Framing;

public sealed class FrameReaderTests
{
    public static TheoryData<string, string[]> Streams => new()
    {
        { "line", ["one", "", "three"] },
        { "delimiter", ["a-b", "-x", "xx"] },
        { "prefix1", ["", "ab", "abc"] },
        { "prefix2", ["x", "", "yy"] },
        { "prefix4", ["hello", "", "world"] },
        { "prefix4le", ["hello", "", "world"] },
        { "fixed", ["abcde", "fghij"] },
        { "until", ["login: ", "$ : "] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Messages_come_out_however_the_bytes_come_in(string kind, string[] messages)
    {
        byte[] stream = Written(Framing(kind), messages);
        for (int piece = 1; piece <= stream.Length; piece++)
        {
            using var reader = new FrameReader(Framing(kind));
            var read = new List<string>();
            for (int i = 0; i < stream.Length; i += piece)
            {
                reader.Append(stream.AsSpan(i, Math.Min(piece, stream.Length - i)));
                Drain(reader, read);
            }

            Assert.Equal(messages, read);
            Assert.Equal(0, reader.Buffered);
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_one_byte_short_holds_its_last_message_back(string kind, string[] messages)
    {
        byte[] stream = Written(Framing(kind), messages);
        using var reader = new FrameReader(Framing(kind));
        reader.Append(stream.AsSpan(0, stream.Length - 1));
        var read = new List<string>();
        Assert.Equal(FrameStatus.NeedMore, Drain(reader, read));
        Assert.Equal(messages[..^1], read);
    }

    [Theory]
    [InlineData("prefix4")]
    [InlineData("fixed")]
    [InlineData("until")]
    public void A_stream_that_ends_within_a_message_is_truncated(string kind)
    {
        using var reader = new FrameReader(Framing(kind));
        reader.Append("\0\0"u8);
        Assert.Equal(FrameStatus.NeedMore, reader.TryRead(out _));
        reader.End();
        Assert.Equal(FrameStatus.Truncated, reader.TryRead(out _));
    }

    [Theory]
    [InlineData("line", "last")]
    [InlineData("delimiter", "last-")]
    public void The_end_of_the_stream_ends_a_message_without_its_delimiter(string kind, string last)
    {
        using var reader = new FrameReader(Framing(kind));
        reader.Append(Encoding.ASCII.GetBytes(last));
        Assert.Equal(FrameStatus.NeedMore, reader.TryRead(out _));
        reader.End();
        Assert.Equal(FrameStatus.Message, reader.TryRead(out ReadOnlyMemory<byte> message));
        Assert.Equal(last, Encoding.ASCII.GetString(message.Span));
        Assert.Equal(FrameStatus.NeedMore, reader.TryRead(out _));
    }

    [Fact]
    public void The_greatest_limit_there_is_does_not_refuse_a_line_that_is_still_coming()
    {
        int scanned = 0;
        FrameStatus status = DelimiterFraming.Lines(int.MaxValue).Find("ab"u8, ref scanned, ended: false, out _);
        Assert.Equal(FrameStatus.NeedMore, status);
    }

    [Fact]
    public void A_line_may_end_with_CR_LF_and_keeps_a_CR_within()
    {
        using var reader = new FrameReader(DelimiterFraming.Lines(10));
        reader.Append("a\rb\r\n\r\n"u8);
        var read = new List<string>();
        Drain(reader, read);
        Assert.Equal(["a\rb", ""], read);
    }

    [Theory]
    [InlineData("line", "12345678\n", FrameStatus.Message)]
    [InlineData("line", "12345678\r\n", FrameStatus.Message)]
    [InlineData("line", "123456789\n", FrameStatus.TooLong)]
    [InlineData("line", "1234567890", FrameStatus.TooLong)]
    [InlineData("delimiter", "12345678--", FrameStatus.Message)]
    [InlineData("delimiter", "123456789--", FrameStatus.TooLong)]
    [InlineData("prefix1", "\u0008", FrameStatus.NeedMore)]
    [InlineData("prefix1", "\u0009", FrameStatus.TooLong)]
    [InlineData("prefix4", "\0\0\0\u0009", FrameStatus.TooLong)]
    [InlineData("prefix4", "\u007f\u007f\u007f\u007f", FrameStatus.TooLong)]
    [InlineData("until", "123456: ", FrameStatus.Message)]
    [InlineData("until", "1234567: ", FrameStatus.TooLong)]
    [InlineData("whole", "12345678", FrameStatus.NeedMore)]
    [InlineData("whole", "123456789", FrameStatus.TooLong)]
    public void A_message_of_eight_bytes_is_taken_and_one_of_nine_is_not(string kind, string bytes, FrameStatus expected)
    {
        using var reader = new FrameReader(Framing(kind, 8));
        reader.Append(Encoding.Latin1.GetBytes(bytes));
        Assert.Equal(expected, reader.TryRead(out _));
    }

    [Fact]
    public void A_length_of_four_high_bytes_is_no_negative_length()
    {
        using var reader = new FrameReader(new LengthPrefixFraming(4, int.MaxValue));
        reader.Append([0xFF, 0xFF, 0xFF, 0xFF]);
        Assert.Equal(FrameStatus.TooLong, reader.TryRead(out _));
    }

    [Fact]
    public void A_message_too_long_for_its_prefix_is_not_written()
    {
        var output = new ArrayBufferWriter<byte>();
        NetException error = Assert.Throws<NetException>(
            () => new LengthPrefixFraming(1, 1000).Write(new byte[256], output));
        Assert.Equal(FailureKind.MessageTooLong, error.Kind);
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Raw_gives_what_has_come_up_to_the_limit()
    {
        using var reader = new FrameReader(new RawFraming(4));
        reader.Append("abcdef"u8);
        var read = new List<string>();
        Drain(reader, read);
        Assert.Equal(["abcd", "ef"], read);
    }

    [Fact]
    public void Raw_text_never_cuts_a_character()
    {
        byte[] text = Encoding.UTF8.GetBytes("aß€𝄞z");
        for (int cut = 1; cut < text.Length; cut++)
        {
            using var reader = new FrameReader(new RawFraming(100, wholeCharacters: true));
            var read = new List<string>();
            reader.Append(text.AsSpan(0, cut));
            Drain(reader, read);
            reader.Append(text.AsSpan(cut));
            Drain(reader, read);
            Assert.Equal("aß€𝄞z", string.Concat(read));
            Assert.DoesNotContain('\uFFFD', string.Concat(read));
        }
    }

    [Fact]
    public void The_whole_stream_is_one_message_at_its_end()
    {
        using var reader = new FrameReader(new WholeStreamFraming(100_000));
        var data = new byte[50_000];
        new Random(3).NextBytes(data);
        reader.Append(data);
        Assert.Equal(FrameStatus.NeedMore, reader.TryRead(out _));
        reader.End();
        Assert.Equal(FrameStatus.Message, reader.TryRead(out ReadOnlyMemory<byte> message));
        Assert.Equal(data, message.ToArray());
    }

    [Fact]
    public void Random_streams_in_random_pieces_come_out_as_they_went_in()
    {
        var random = new Random(20260117);
        foreach (string kind in (string[])["line", "delimiter", "prefix2", "prefix4"])
        {
            string[] messages = [.. Enumerable.Range(0, 200).Select(_ => new string('m', random.Next(0, 9000)))];
            byte[] stream = Written(Framing(kind, 9000), messages);
            using var reader = new FrameReader(Framing(kind, 9000));
            var read = new List<string>();
            for (int i = 0; i < stream.Length;)
            {
                int piece = Math.Min(random.Next(1, 20_000), stream.Length - i);
                reader.Append(stream.AsSpan(i, piece));
                Drain(reader, read);
                i += piece;
            }

            Assert.Equal(messages, read);
        }
    }

    private static IMessageFraming Framing(string kind, int most = 1000) => kind switch
    {
        "line" => DelimiterFraming.Lines(most),
        "delimiter" => new DelimiterFraming("--"u8, most),
        "prefix1" => new LengthPrefixFraming(1, most),
        "prefix2" => new LengthPrefixFraming(2, most),
        "prefix4" => new LengthPrefixFraming(4, most),
        "prefix4le" => new LengthPrefixFraming(4, most, littleEndian: true),
        "fixed" => new FixedLengthFraming(5),
        "until" => new UntilFraming(": "u8, most),
        "whole" => new WholeStreamFraming(most),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static byte[] Written(IMessageFraming framing, string[] messages)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (string message in messages)
            framing.Write(Encoding.ASCII.GetBytes(message), output);
        return output.WrittenSpan.ToArray();
    }

    private static FrameStatus Drain(FrameReader reader, List<string> read)
    {
        FrameStatus status;
        while ((status = reader.TryRead(out ReadOnlyMemory<byte> message)) == FrameStatus.Message)
            read.Add(Encoding.UTF8.GetString(message.Span));
        return status;
    }
}
