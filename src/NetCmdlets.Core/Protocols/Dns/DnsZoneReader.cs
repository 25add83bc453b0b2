namespace NetCmdlets.Protocols.Dns;

/// <summary>
/// Follows the messages of one zone transfer: the first record is the zone's SOA, and the same SOA again is the last
/// (RFC 5936, section 2.2). Messages in, verdicts out: no input or output of its own.
/// </summary>
internal sealed class DnsZoneReader
{
    private DnsSoaRecord? first;

    /// <summary>How many records came, with both SOAs.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the last record was there.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>The records of a message that belong to the zone; after a fault those before it.</summary>
    public IEnumerable<DnsRecord> Read(DnsMessage message)
    {
        int inMessage = 0;
        foreach (DnsRecord record in message.In(DnsSection.Answer))
        {
            inMessage++;
            Fault = FaultOf(record);
            if (Fault is not null)
                yield break;
            Count++;
            yield return record;
        }

        if (inMessage == 0)
            Fault = "a message of the transfer has no records";
    }

    private string? FaultOf(DnsRecord record)
    {
        if (IsComplete)
            return "records come after the SOA that ends the zone";
        if (first is null)
        {
            first = record as DnsSoaRecord;
            return first is null ? $"the transfer begins with {record.Type} and not with the zone's SOA" : null;
        }

        if (record is not DnsSoaRecord soa || !DnsName.Same(soa.Name, first.Name))
            return null;
        IsComplete = soa.Data.Equals(first.Data, StringComparison.OrdinalIgnoreCase);
        return IsComplete ? null
            : $"the transfer ends with another SOA (serial {soa.Serial}) than it began with (serial {first.Serial})";
    }
}
