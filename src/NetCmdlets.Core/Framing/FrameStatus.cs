namespace NetCmdlets.Framing;

/// <summary>What a framing found in the bytes so far.</summary>
public enum FrameStatus
{
    /// <summary>No whole message is there yet.</summary>
    NeedMore,

    /// <summary>A message.</summary>
    Message,

    /// <summary>The message is, or would be, longer than the limit.</summary>
    TooLong,

    /// <summary>The bytes ended within a message.</summary>
    Truncated,
}
