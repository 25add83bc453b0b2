using System.Buffers;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Standard;

/// <summary>Serves one of the standard services over TCP.</summary>
/// <param name="service">Which one.</param>
/// <param name="maxBitsPerSecond">
/// The rate of all connections of Discard or Chargen together, in bits of payload a second; 0 for as fast as it goes.
/// </param>
/// <param name="time">The clock of the rate and of Daytime, Time and QuoteOfTheDay; null is the system's.</param>
public sealed class StandardTcpService(
    StandardService service, long maxBitsPerSecond = 0, TimeProvider? time = null) : IConnectionService
{
    // A send of Chargen fits in what there is of its characters.
    private const int BufferBytes = 60 * 1024;

    // What a slow link holds on its way: a client is not told that bytes have gone which wait for their time.
    private static readonly TimeSpan Queue = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider clock = time ?? TimeProvider.System;
    private readonly RatePacer? pacer = RatePacer.OfStream(maxBitsPerSecond, BufferBytes, time);

    /// <inheritdoc/>
    public bool RecordsMessages => false;

    /// <inheritdoc/>
    // To a client that reads fast enough, characters go without a pause for as long as it stays.
    public bool NeverBlocks => service != StandardService.Chargen && pacer is null;

    /// <inheritdoc/>
    public int? ReceiveBufferBytes => service == StandardService.Discard && pacer is not null
        ? (int)Math.Min(int.MaxValue, maxBitsPerSecond * Queue.TotalSeconds / 8)
        : null;

    /// <inheritdoc/>
    public Task ServeAsync(TcpConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return service switch
        {
            StandardService.Discard => DiscardAsync(connection, stopping),
            StandardService.Chargen => GenerateAsync(connection, stopping),
            _ => connection.SendAsync(StandardAnswers.At(service, clock.GetUtcNow())).AsTask(),
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task DiscardAsync(TcpConnection connection, CancellationToken stopping)
    {
        while (await connection.WaitReadableAsync().ConfigureAwait(false))
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            int count;
            try
            {
                Memory<byte> room = buffer.AsMemory(0, pacer?.UnitBytes ?? buffer.Length);
                count = await connection.ReceiveAsync(room).ConfigureAwait(false);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            if (count == 0)
                return;
            await PaceAsync(connection, count, stopping).ConfigureAwait(false);
        }
    }

    // Ends when the client closes or resets: then nothing more can be sent.
    private async Task GenerateAsync(TcpConnection connection, CancellationToken stopping)
    {
        int length = Math.Min(
            pacer?.UnitBytes ?? int.MaxValue, StandardAnswers.Characters.Length - StandardAnswers.CharactersPeriod);
        for (int start = 0; ; start = (start + length) % StandardAnswers.CharactersPeriod)
        {
            await PaceAsync(connection, length, stopping).ConfigureAwait(false);
            if (!await connection.SendAsync(StandardAnswers.Characters.Slice(start, length)).ConfigureAwait(false))
                return;
        }
    }

    private async ValueTask PaceAsync(TcpConnection connection, int bytes, CancellationToken stopping)
    {
        if (pacer is null)
            return;
        // A client that waits for the rate is not idle.
        connection.IsBusy = true;
        await pacer.WaitAsync(bytes, stopping).ConfigureAwait(false);
        connection.IsBusy = false;
    }
}
