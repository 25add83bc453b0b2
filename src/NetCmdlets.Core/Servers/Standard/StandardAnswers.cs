using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace NetCmdlets.Servers.Standard;

/// <summary>What the standard services say, whatever carries it.</summary>
internal static class StandardAnswers
{
    /// <summary>The characters of Chargen come around after so many bytes: 95 lines of 72 with their ends.</summary>
    public const int CharactersPeriod = PrintableCount * (LineCharacters + 2);

    // So many that a send from any place in the first period is worth its system call.
    private const int CharactersLength = 10 * CharactersPeriod;

    private const int LineCharacters = 72;
    private const int FirstPrintable = 32;
    private const int PrintableCount = 95;

    // RFC 868 counts from 1900-01-01T00:00:00Z and comes around in 2036.
    private static readonly DateTimeOffset Epoch1900 = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Quotes =
    [
        "Be conservative in what you do, be liberal in what you accept from others. (RFC 793)",
        "It is always something. (RFC 1925, truth 7)",
        "It is easier to move a problem around than it is to solve it. (RFC 1925, truth 6)",
        "We reject: kings, presidents and voting. We believe in: rough consensus and running code. (David D. Clark)",
        "With sufficient thrust, pigs fly just fine. However, this is not necessarily a good idea. (RFC 1925, truth 3)",
    ];

    /// <summary>
    /// The characters of Chargen (RFC 864) over several periods: lines of 72, each beginning one further in the ring of
    /// the printable ones.
    /// </summary>
    public static ReadOnlyMemory<byte> Characters { get; } = MakeCharacters();

    /// <summary>What Daytime, Time and QuoteOfTheDay answer at a time.</summary>
    public static byte[] At(StandardService service, DateTimeOffset now)
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
            case StandardService.QuoteOfTheDay:
                int day = (int)(now.UtcTicks / TimeSpan.TicksPerDay);
                return Encoding.ASCII.GetBytes(Quotes[day % Quotes.Length] + "\r\n");
            default:
                throw new ArgumentOutOfRangeException(nameof(service), service, "It has no answer of its own.");
        }
    }

    private static byte[] MakeCharacters()
    {
        byte[] lines = new byte[CharactersLength];
        for (int line = 0; line < CharactersLength / (LineCharacters + 2); line++)
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
