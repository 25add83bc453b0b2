using System.Globalization;
using NetCmdlets.Protocols.Dns;

namespace NetCmdlets;

/// <summary>LOC: a place on the earth (RFC 1876, section 2).</summary>
/// <remarks>
/// <code>
///   MSB                                           LSB
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |        VERSION        |         SIZE          |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |       HORIZ PRE       |       VERT PRE        |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// |   LATITUDE, LONGITUDE, ALTITUDE (32 bits each) |
/// +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
/// </code>
/// </remarks>
public sealed record DnsLocationRecord : DnsRecord
{
    private const long Equator = 1L << 31;
    private const double ThousandthsOfDegree = 3_600_000;

    private DnsLocationRecord(DnsRecordHead head)
        : base(head)
    {
    }

    /// <summary>Degrees north of the equator.</summary>
    public double Latitude => LatitudeUnits / ThousandthsOfDegree;

    /// <summary>Degrees east of Greenwich.</summary>
    public double Longitude => LongitudeUnits / ThousandthsOfDegree;

    /// <summary>Metres above the reference spheroid of WGS 84.</summary>
    public double Altitude { get; private init; }

    /// <summary>The diameter of what is there, in metres.</summary>
    public double Size { get; private init; }

    /// <summary>How far off it may be on the ground, as a diameter in metres.</summary>
    public double HorizontalPrecision { get; private init; }

    /// <summary>How far off it may be in height, in metres.</summary>
    public double VerticalPrecision { get; private init; }

    /// <inheritdoc/>
    public override string Data => string.Create(
        CultureInfo.InvariantCulture,
        $"{Angle(LatitudeUnits, 'N', 'S')} {Angle(LongitudeUnits, 'E', 'W')} {Altitude:0.00}m "
        + $"{Metres(Size)} {Metres(HorizontalPrecision)} {Metres(VerticalPrecision)}");

    // Thousandths of a second of arc.
    private long LatitudeUnits { get; init; }

    private long LongitudeUnits { get; init; }

    internal static DnsRecord Read(DnsRecordHead head, ref DnsReader reader)
    {
        if (reader.ReadByte() != 0)
            reader.Fail("LOC has a version that is not in use");
        return new DnsLocationRecord(head)
        {
            Size = Precision(ref reader),
            HorizontalPrecision = Precision(ref reader),
            VerticalPrecision = Precision(ref reader),
            LatitudeUnits = reader.ReadUInt32() - Equator,
            LongitudeUnits = reader.ReadUInt32() - Equator,
            Altitude = (reader.ReadUInt32() - 10_000_000L) / 100.0,
        };
    }

    // Two decimal digits: a base and a power of ten, in centimetres.
    private static double Precision(ref DnsReader reader)
    {
        byte octet = reader.ReadByte();
        if (octet >> 4 > 9 || (octet & 15) > 9)
            reader.Fail("LOC has a size that none has");
        return (octet >> 4) * Math.Pow(10, octet & 15) / 100;
    }

    private static string Metres(double metres)
        => metres.ToString(metres < 1 ? "0.00" : "0", CultureInfo.InvariantCulture) + "m";

    private static string Angle(long units, char positive, char negative)
    {
        long thousandths = Math.Abs(units);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{thousandths / 3_600_000} {thousandths / 60_000 % 60} {thousandths / 1000 % 60}.{thousandths % 1000:000} "
            + $"{(units < 0 ? negative : positive)}");
    }
}
