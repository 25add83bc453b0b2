using System.Buffers;
using BenchmarkDotNet.Attributes;
using NetCmdlets.Framing;

namespace NetCmdlets.Benchmarks.Framing;

/// <summary>The framings over a stream of messages that comes in pieces of a receive's size.</summary>
[InProcess]
[MemoryDiagnoser]
[WarmupCount(3)]
[IterationCount(5)]
public class FramingBenchmarks
{
    private const int Messages = 10_000;
    private const int PieceBytes = 16 * 1024;

    private byte[] lines = [];
    private byte[] prefixed = [];
    private readonly IMessageFraming line = new FramingOptions { Kind = FramingKind.Line }.Create();
    private readonly IMessageFraming prefix = new FramingOptions { Kind = FramingKind.LengthPrefix }.Create();

    /// <summary>The size of a message.</summary>
    [Params(16, 256)]
    public int MessageBytes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        byte[] message = Enumerable.Repeat((byte)'m', MessageBytes).ToArray();
        lines = Stream(line, message);
        prefixed = Stream(prefix, message);
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public int ReadLines() => Read(line, lines);

    [Benchmark(OperationsPerInvoke = Messages)]
    public int ReadLengthPrefixed() => Read(prefix, prefixed);

    private static byte[] Stream(IMessageFraming framing, byte[] message)
    {
        var output = new ArrayBufferWriter<byte>();
        for (int i = 0; i < Messages; i++)
            framing.Write(message, output);
        return output.WrittenSpan.ToArray();
    }

    private static int Read(IMessageFraming framing, byte[] stream)
    {
        using var reader = new FrameReader(framing);
        int messages = 0;
        for (int at = 0; at < stream.Length; at += PieceBytes)
        {
            reader.Append(stream.AsSpan(at, Math.Min(PieceBytes, stream.Length - at)));
            while (reader.TryRead(out ReadOnlyMemory<byte> _) == FrameStatus.Message)
                messages++;
        }

        return messages == Messages ? messages : throw new InvalidOperationException($"{messages} messages came.");
    }
}
