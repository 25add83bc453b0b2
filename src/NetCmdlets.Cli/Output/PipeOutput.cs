using Microsoft.Win32.SafeHandles;

namespace NetCmdlets.Cli.Output;

/// <summary>Who reads the output has left: there is nobody to write to, and nothing more to do.</summary>
internal sealed class OutputClosedException(Exception cause) : IOException(cause.Message, cause);

/// <summary>
/// Standard output where it is a pipe. The console's own stream says nothing when the reader has left; this one throws
/// an <see cref="OutputClosedException"/>, which ends the command.
/// </summary>
internal sealed class PipeOutput : Stream
{
    private readonly FileStream file;

    private PipeOutput(FileStream file) => this.file = file;

    /// <summary>The stream, where standard output is a pipe; otherwise null.</summary>
    public static PipeOutput? TryOpen()
    {
        var file = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        // A file on disk is left to the console's stream: this one would write at an offset of its own.
        return file.CanSeek ? null : new PipeOutput(file);
    }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            file.Write(buffer);
        }
        catch (IOException error)
        {
            throw new OutputClosedException(error);
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is held back.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
