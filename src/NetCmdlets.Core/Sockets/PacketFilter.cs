using System.Runtime.InteropServices;

namespace NetCmdlets.Sockets;

/// <summary>
/// A program that the kernel runs for each packet before it keeps it for a capture: on a busy machine far more goes by
/// than one handshake, and what the buffer has no room for is lost.
/// </summary>
/// <remarks>Classic BPF: the instructions of linux/filter.h, over a packet from its IP header on.</remarks>
internal static class PacketFilter
{
    private const ushort LoadByte = 0x30;
    private const ushort LoadHalf = 0x28;
    private const ushort LoadHalfIndexed = 0x48;
    private const ushort LoadHeaderLength = 0xB1;
    private const ushort And = 0x54;
    private const ushort JumpIfEqual = 0x15;
    private const ushort Return = 0x06;
    private const uint WholePacket = 0x40000;

    // Where the program goes when it has decided.
    private const int Keep = 19;
    private const int Drop = 20;

    /// <summary>What lets by the TCP segments of a port, on either side, and all ICMP.</summary>
    public static Instruction[] ForPort(int port)
    {
        uint wanted = (uint)port;
        return
        [
            // The version tells where the rest is.
            new(LoadByte, 0),
            new(And, 0xF0),
            Compare(2, 0x60, then: 12),
            Compare(3, 0x40, otherwise: Drop),

            // IPv4: the protocol (1 is ICMP, 6 TCP), then the ports, behind a header of so many words.
            new(LoadByte, 9),
            Compare(5, 1, then: Keep),
            Compare(6, 6, otherwise: Drop),
            new(LoadHeaderLength, 0),
            new(LoadHalfIndexed, 0),
            Compare(9, wanted, then: Keep),
            new(LoadHalfIndexed, 2),
            Compare(11, wanted, then: Keep, otherwise: Drop),

            // IPv6: 58 is ICMP, and the header has 40 bytes.
            new(LoadByte, 6),
            Compare(13, 58, then: Keep),
            Compare(14, 6, otherwise: Drop),
            new(LoadHalf, 40),
            Compare(16, wanted, then: Keep),
            new(LoadHalf, 42),
            Compare(18, wanted, then: Keep, otherwise: Drop),
            new(Return, WholePacket),
            new(Return, 0),
        ];
    }

    // A jump tells how many instructions it passes over; to go on is to pass over none.
    private static Instruction Compare(int at, uint with, int then = -1, int otherwise = -1) => new(
        JumpIfEqual, with, (byte)(then < 0 ? 0 : then - at - 1), (byte)(otherwise < 0 ? 0 : otherwise - at - 1));

    /// <summary>One instruction (struct sock_filter).</summary>
    /// <param name="code">What to do.</param>
    /// <param name="operand">With what.</param>
    /// <param name="then">How many instructions to pass over where a comparison holds.</param>
    /// <param name="otherwise">The same where it does not.</param>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Instruction(ushort code, uint operand, byte then = 0, byte otherwise = 0)
    {
        private readonly ushort code = code;
        private readonly byte then = then;
        private readonly byte otherwise = otherwise;
        private readonly uint operand = operand;
    }
}
