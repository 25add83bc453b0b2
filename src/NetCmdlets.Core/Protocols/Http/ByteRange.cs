using System.Globalization;

namespace NetCmdlets.Protocols.Http;

/// <summary>A part of a file that a client asks for (RFC 9110, section 14).</summary>
/// <param name="Offset">The first byte, from 0.</param>
/// <param name="Length">How many bytes, from 1.</param>
public readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>The last byte.</summary>
    public long Last => Offset + Length - 1;

    /// <summary>Reads a Range field against a file.</summary>
    /// <param name="field">The field's value: 'bytes=0-99, 200-, -50'.</param>
    /// <param name="fileLength">How many bytes the file has.</param>
    /// <returns>
    /// The parts that are in the file; none of them where the field asks only for others (416); null where the field
    /// is to be passed over: it is not in order, or it asks for more parts, or more bytes in sum, than make sense.
    /// </returns>
    public static IReadOnlyList<ByteRange>? Parse(string field, long fileLength)
    {
        ArgumentNullException.ThrowIfNull(field);
        const string Unit = "bytes=";
        if (!field.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
            return null;
        string[] parts = field[Unit.Length..].Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > HttpLimits.Ranges)
            return null;
        var ranges = new List<ByteRange>(parts.Length);
        long sum = 0;
        foreach (string part in parts)
        {
            int dash = part.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0 || !TryRead(part[..dash], out long? first) || !TryRead(part[(dash + 1)..], out long? last)
                || (first is null && last is null) || last < first)
            {
                return null;
            }

            // '-n' is the last n bytes.
            long offset = first ?? Math.Max(0, fileLength - last!.Value);
            long end = first is null ? fileLength : Math.Min(fileLength, (last ?? long.MaxValue - 1) + 1);
            if (offset >= end)
                continue;
            ranges.Add(new ByteRange(offset, end - offset));
            sum += end - offset;
        }

        // Who wants the same bytes again and again wants the server's time.
        return ranges.Count > 1 && sum > fileLength ? null : ranges;
    }

    /// <summary>The Content-Range field of this part of a file (section 14.4).</summary>
    public string ContentRange(long fileLength) => string.Create(
        CultureInfo.InvariantCulture, $"bytes {Offset}-{Last}/{fileLength}");

    private static bool TryRead(string digits, out long? value)
    {
        value = null;
        if (digits.Length == 0)
            return true;
        if (digits.Any(static c => !char.IsAsciiDigit(c)))
            return false;
        // A number past all files is the end of every file.
        value = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? Math.Min(number, long.MaxValue - 1)
            : long.MaxValue - 1;
        return true;
    }
}
