using System.Buffers.Binary;
using System.Globalization;

namespace NetCmdlets.Operations.Handshake;

/// <summary>The options of a TCP header (RFC 9293, section 3.1; RFC 7323 and RFC 2018 for the newer ones).</summary>
/// <param name="Text">All of them in their order, as tcpdump names them: 'mss 1460, sackOK, wscale 7'.</param>
/// <param name="MaximumSegmentSize">The largest segment that the sender takes; null where it is not said.</param>
/// <param name="WindowScale">The sender's window scale as a shift; null where it is not said.</param>
/// <param name="SackPermitted">Whether the sender takes selective acknowledgments.</param>
/// <param name="TimestampValue">The sender's clock; null without time stamps.</param>
/// <param name="TimestampEcho">The peer's clock as it was seen last; null without time stamps.</param>
internal readonly record struct TcpOptions(
    string Text, int? MaximumSegmentSize, int? WindowScale, bool SackPermitted, uint? TimestampValue,
    uint? TimestampEcho)
{
    private const int End = 0;
    private const int NoOperation = 1;

    /// <summary>Reads what is behind the fixed header: kind, length and value one after another.</summary>
    public static TcpOptions Parse(ReadOnlySpan<byte> options)
    {
        var found = default(TcpOptions);
        var names = new List<string>();
        while (options.Length > 0 && options[0] != End)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length)
            {
                names.Add("malformed");
                break;
            }

            names.Add(Read(options[0], options[2..options[1]], ref found));
            options = options[options[1]..];
        }

        return found with { Text = string.Join(", ", names) };
    }

    private static string Read(int kind, ReadOnlySpan<byte> value, ref TcpOptions found)
    {
        switch (kind, value.Length)
        {
            case (2, 2):
                found = found with { MaximumSegmentSize = BinaryPrimitives.ReadUInt16BigEndian(value) };
                return $"mss {found.MaximumSegmentSize}";
            case (3, 1):
                found = found with { WindowScale = value[0] };
                return $"wscale {found.WindowScale}";
            case (4, 0):
                found = found with { SackPermitted = true };
                return "sackOK";
            case (8, 8):
                found = found with
                {
                    TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(value),
                    TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(value[4..]),
                };
                return string.Create(
                    CultureInfo.InvariantCulture, $"TS val {found.TimestampValue} ecr {found.TimestampEcho}");
            case (34, _):
                return "tfo";
            default:
                return string.Create(CultureInfo.InvariantCulture, $"option {kind}");
        }
    }
}
