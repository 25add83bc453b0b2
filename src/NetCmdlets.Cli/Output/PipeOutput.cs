using Microsoft.Win32.SafeHandles;

namespace NetCmdlets.Cli.Output;

/// <summary>Who reads the output has left: there is nobody to write to, and nothing more to do.</summary>
internal sealed class OutputClosedException(Exception cause) : IOException(cause.Message, cause);

/// <summary>
/// Standard output where it is a pipe. The console's own stream says nothing when the reader has left; this one throws
/// an <see cref="OutputClosedException"/>, which ends the command.
/// </summary>
internal sealed class PipeOutput() : FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0)
{
    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            base.Write(buffer);
        }
        catch (IOException error)
        {
            throw new OutputClosedException(error);
        }
    }
}
