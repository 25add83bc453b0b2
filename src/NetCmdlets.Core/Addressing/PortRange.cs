namespace NetCmdlets;

/// <summary>Who gives out a port (RFC 6335 section 6).</summary>
public enum PortRange
{
    /// <summary>0 to 1023, the system ports: assigned by the IETF, and often only for the administrator.</summary>
    WellKnown,

    /// <summary>1024 to 49151, the user ports: registered by the IANA for whoever asks.</summary>
    Registered,

    /// <summary>49152 to 65535, the private or ephemeral ports: never assigned.</summary>
    Dynamic,
}
