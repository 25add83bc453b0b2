using NetCmdlets.Framing;

namespace NetCmdlets.Operations.Tcp;

/// <summary>The parts of a request that say when a reply is complete.</summary>
internal interface IReplyOptions
{
    /// <summary>At so many bytes; 0 for no such rule.</summary>
    int ReplyBytes { get; }

    /// <summary>At this text; null for no such rule.</summary>
    string? Until { get; }

    /// <summary>At the end of a message of this framing; null for no such rule.</summary>
    FramingKind? Framing { get; }

    /// <summary>The delimiter of Delimiter framing.</summary>
    string? Delimiter { get; }

    /// <summary>How many bytes the length has in LengthPrefix framing.</summary>
    int PrefixBytes { get; }

    /// <summary>The longest reply taken.</summary>
    int MaxReplyBytes { get; }

    /// <summary>Whether FIN follows the message, so that the reply is all to the peer's.</summary>
    bool Shutdown { get; }
}
