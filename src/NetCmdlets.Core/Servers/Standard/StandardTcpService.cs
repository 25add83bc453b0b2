using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NetCmdlets.Servers.Tcp;
using NetCmdlets.Sockets;

namespace NetCmdlets.Servers.Standard;

/// <summary>Serves one of the standard services over TCP.</summary>
/// <param name="service">Which one.</param>
/// <param name="time">The clock of Daytime, Time and QuoteOfTheDay; null is the system's.</param>
public sealed class StandardTcpService(StandardService service, TimeProvider? time = null) : IConnectionService
{
    private const int BufferBytes = 64 * 1024;
    private const int LineCharacters = 72;
    private const int FirstPrintable = 32;
    private const int PrintableCount = 95;

    // RFC 868 counts from 1900-01-01T00:00:00Z and comes around in 2036.
    private static readonly DateTimeOffset Epoch1900 = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Characters = MakeCharacters();

    private static readonly string[] Quotes =
    [
        "Be conservative in what you do, be liberal in what you accept from others. (RFC 793)",
        "It is always something. (RFC 1925, truth 7)",
        "It is easier to move a problem around than it is to solve it. (RFC 1925, truth 6)",
        "We reject: kings, presidents and voting. We believe in: rough consensus and running code. (David D. Clark)",
        "With sufficient thrust, pigs fly just fine. However, this is not necessarily a good idea. (RFC 1925, truth 3)",
    ];

    private readonly TimeProvider clock = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public bool RecordsMessages => false;

    /// <inheritdoc/>
    // To a client that reads fast enough, characters go without a pause for as long as it stays.
    public bool NeverBlocks => service != StandardService.Chargen;

    /// <inheritdoc/>
    public Task ServeAsync(TcpConnection connection, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return service switch
        {
            StandardService.Discard => DiscardAsync(connection),
            StandardService.Chargen => GenerateAsync(connection),
            _ => connection.SendAsync(AnswerAt(clock.GetUtcNow())).AsTask(),
        };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What Daytime, Time and QuoteOfTheDay answer at a time.</summary>
    internal byte[] AnswerAt(DateTimeOffset now)
    {
        switch (service)
        {
            case StandardService.Time:
                byte[] seconds = new byte[4];
                BinaryPrimitives.WriteUInt32BigEndian(seconds, unchecked((uint)(long)(now - Epoch1900).TotalSeconds));
                return seconds;
            case StandardService.Daytime:
                return Encoding.ASCII.GetBytes(
                    now.ToString("dddd, MMMM d, yyyy HH:mm:ss'-UTC'", CultureInfo.InvariantCulture) + "\r\n");
            default:
                int day = (int)(now.UtcTicks / TimeSpan.TicksPerDay);
                return Encoding.ASCII.GetBytes(Quotes[day % Quotes.Length] + "\r\n");
        }
    }

    private static async Task DiscardAsync(TcpConnection connection)
    {
        while (await connection.WaitReadableAsync().ConfigureAwait(false))
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                if (await connection.ReceiveAsync(buffer).ConfigureAwait(false) == 0)
                    return;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    // Ends when the client closes or resets: then nothing more can be sent.
    private static async Task GenerateAsync(TcpConnection connection)
    {
        while (await connection.SendAsync(Characters).ConfigureAwait(false))
        {
            // The client takes them at its own speed.
        }
    }

    // Lines of 72 characters, each beginning one further in the ring of the printable ones: 95 lines, and it repeats.
    private static byte[] MakeCharacters()
    {
        byte[] lines = new byte[PrintableCount * (LineCharacters + 2)];
        for (int line = 0; line < PrintableCount; line++)
        {
            int start = line * (LineCharacters + 2);
            for (int column = 0; column < LineCharacters; column++)
                lines[start + column] = (byte)(FirstPrintable + ((line + column) % PrintableCount));
            lines[start + LineCharacters] = (byte)'\r';
            lines[start + LineCharacters + 1] = (byte)'\n';
        }

        return lines;
    }
}
