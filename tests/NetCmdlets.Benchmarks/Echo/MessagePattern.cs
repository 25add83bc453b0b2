using System.Runtime.InteropServices;

namespace NetCmdlets.Benchmarks.Echo;

/// <summary>
/// The bytes that messages are made of: seeded random, and every message begins elsewhere in them, so an answer that
/// belongs to another connection or another message is seen.
/// </summary>
internal sealed unsafe class MessagePattern : IDisposable
{
    private const int Starts = 4096;
    private readonly byte* bytes;

    public MessagePattern(int messageBytes)
    {
        int length = messageBytes + Starts;
        bytes = (byte*)NativeMemory.Alloc((nuint)length);
        new Random(7).NextBytes(new Span<byte>(bytes, length));
    }

    /// <summary>Where in the pattern a connection's message begins.</summary>
    public static int OffsetOf(int connection, long message) => (int)(((connection * 131L) + (message * 17)) % Starts);

    public byte* At(int offset) => bytes + offset;

    public bool Matches(int offset, byte* received, int length)
        => new ReadOnlySpan<byte>(bytes + offset, length).SequenceEqual(new ReadOnlySpan<byte>(received, length));

    public void Dispose() => NativeMemory.Free(bytes);
}
