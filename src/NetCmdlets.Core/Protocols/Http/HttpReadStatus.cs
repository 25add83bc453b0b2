namespace NetCmdlets.Protocols.Http;

/// <summary>What reading a request came to.</summary>
public enum HttpReadStatus
{
    /// <summary>More bytes are needed.</summary>
    NeedMore,

    /// <summary>A head, or a piece of a body.</summary>
    Ready,

    /// <summary>The body is complete.</summary>
    Complete,

    /// <summary>The request is refused; the reader's Fault says why. Nothing more can be read.</summary>
    Failed,
}
