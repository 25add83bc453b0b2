namespace NetCmdlets.Sockets;

/// <summary>
/// Whether a connection is between messages, as the one who serves it and those who may end it see it: a message that
/// has begun to come and an end at rest exclude each other. Each call is atomic.
/// </summary>
internal struct RestState
{
    private const int Active = 0;
    private const int Resting = 1;
    private const int LastMessage = 2;
    private const int Ended = 3;

    private int state;

    /// <summary>Whether no message may follow the one under way.</summary>
    public readonly bool IsLast => Volatile.Read(in state) is LastMessage or Ended;

    /// <summary>Whether it was ended at rest.</summary>
    public readonly bool HasEnded => Volatile.Read(in state) == Ended;

    /// <summary>Begins a rest; false where no further message is to be taken.</summary>
    public bool TryBegin() => Exchange(Active, Resting);

    /// <summary>Ends a rest, for a message has begun to come; false where the connection was ended first.</summary>
    public bool TryWake() => Exchange(Resting, Active);

    /// <summary>Ends the connection at rest; false where it is not at rest.</summary>
    public bool TryEnd() => Exchange(Resting, Ended);

    /// <summary>Makes the message under way the last; true where there is none, and the connection is ended.</summary>
    public bool Drain()
    {
        // A rest may begin or end between the two looks.
        while (Volatile.Read(in state) is Active or Resting)
        {
            if (TryEnd())
                return true;
            if (Exchange(Active, LastMessage))
                return false;
        }

        return false;
    }

    private bool Exchange(int from, int to) => Interlocked.CompareExchange(ref state, to, from) == from;
}
