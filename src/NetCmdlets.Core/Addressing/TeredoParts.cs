namespace NetCmdlets.Addressing;

/// <summary>What a Teredo address tells of its tunnel (RFC 4380 section 4).</summary>
/// <param name="Server">The IPv4 address of the Teredo server.</param>
/// <param name="Client">The public IPv4 address of the client's NAT.</param>
/// <param name="Port">The public UDP port of the client's NAT.</param>
/// <param name="Flags">The 16 flag bits; the highest, 0x8000, says that the client is behind a cone NAT.</param>
public readonly record struct TeredoParts(AddressValue Server, AddressValue Client, int Port, int Flags)
{
    /// <summary>The text 'server S, client C:port'.</summary>
    public override string ToString() => $"server {Server}, client {Client}:{Port}";
}
