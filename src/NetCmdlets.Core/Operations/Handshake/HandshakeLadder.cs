using System.Globalization;
using System.Net;

namespace NetCmdlets.Operations.Handshake;

/// <summary>Draws the packets of a handshake between two lines, this side's and the peer's, in 80 columns.</summary>
internal static class HandshakeLadder
{
    private const int TimeWidth = 10;
    private const int Width = 66;

    /// <summary>The drawing's lines: the end points, then for each packet an arrow and its options.</summary>
    /// <param name="ours">This side.</param>
    /// <param name="remote">The other.</param>
    /// <param name="segments">What was seen, in its order.</param>
    public static IReadOnlyList<string> Draw(
        IPEndPoint? ours, IPEndPoint remote, IReadOnlyList<HandshakeSegment> segments)
    {
        string margin = new(' ', TimeWidth + 1);
        string left = $"{ours}";
        var lines = new List<string>();
        // Two IPv6 addresses do not fit beside each other.
        bool beside = left.Length + $"{remote}".Length <= Width;
        lines.Add(margin + (beside ? left + $"{remote}".PadLeft(Width + 2 - left.Length) : left));
        if (!beside)
            lines.Add(margin + $"{remote}".PadLeft(Width + 2));
        foreach (HandshakeSegment segment in segments)
        {
            lines.Add($"{Time(segment.Time),TimeWidth} |{Arrow(segment)}|");
            if (!string.IsNullOrEmpty(segment.Options))
                lines.Add($"{margin}|   {segment.Options.PadRight(Width - 3)}|");
        }

        return lines;
    }

    private static string Arrow(HandshakeSegment segment)
    {
        string line = $"{(segment.Sent ? "--" : "<-")} {segment} ".PadRight(Width, '-');
        return segment.Sent ? line[..(Width - 1)] + ">" : line[..Width];
    }

    private static string Time(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1 } => Text($"{time.TotalMicroseconds:0.0} us"),
        { TotalSeconds: < 1 } => Text($"{time.TotalMilliseconds:0.00} ms"),
        _ => Text($"{time.TotalSeconds:0.000} s"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
