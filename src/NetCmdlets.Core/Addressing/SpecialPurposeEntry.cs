namespace NetCmdlets.Addressing;

/// <summary>An entry of the IANA special-purpose address registries (RFC 6890 section 2.2.1, RFC 8190).</summary>
/// <param name="Network">The addresses, in CIDR notation.</param>
/// <param name="Name">What they are for.</param>
/// <param name="Rfc">The document that says so.</param>
/// <param name="Source">Whether such an address may be a datagram's source; null where the registry says N/A.</param>
/// <param name="Destination">Whether it may be the destination; null where the registry says N/A.</param>
/// <param name="Forwardable">Whether a router may forward it; null where the registry says N/A.</param>
/// <param name="GloballyReachable">
/// Whether it may be reached from the whole Internet; null where the registry says N/A.
/// </param>
/// <param name="ReservedByProtocol">Whether every implementation of IP must treat it so.</param>
public sealed record SpecialPurposeEntry(
    string Network,
    string Name,
    string Rfc,
    bool? Source,
    bool? Destination,
    bool? Forwardable,
    bool? GloballyReachable,
    bool ReservedByProtocol)
{
    /// <summary>The text 'name (RFC)'.</summary>
    public override string ToString() => $"{Name} ({Rfc})";
}
