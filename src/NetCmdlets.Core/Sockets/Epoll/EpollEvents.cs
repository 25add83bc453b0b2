namespace NetCmdlets.Sockets.Epoll;

/// <summary>What epoll watches and tells (epoll_ctl(2)).</summary>
[Flags]
internal enum EpollEvents : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is something to receive.</summary>
    Readable = 0x1,

    /// <summary>There is room to send.</summary>
    Writable = 0x4,

    /// <summary>An error is pending. Always watched.</summary>
    Error = 0x8,

    /// <summary>Both directions have ended. Always watched.</summary>
    HangUp = 0x10,

    /// <summary>The peer has sent FIN.</summary>
    PeerClosed = 0x2000,

    /// <summary>Told once a change, not as long as it lasts.</summary>
    EdgeTriggered = 1u << 31,

    /// <summary>A stream in both directions, told by edges.</summary>
    Stream = Readable | Writable | PeerClosed | EdgeTriggered,
}
