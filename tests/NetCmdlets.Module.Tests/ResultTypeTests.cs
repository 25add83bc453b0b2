using System.Collections;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace NetCmdlets.Module.Tests;

/// <summary>What cmdlets emit: flat, unchangeable, and of types that survive a trip through a file or a session.</summary>
public sealed class ResultTypeTests
{
    private static readonly HashSet<Type> FlatTypes =
    [
        typeof(string), typeof(bool), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint),
        typeof(long), typeof(ulong), typeof(double), typeof(decimal), typeof(BigInteger), typeof(TimeSpan),
        // No DateTimeOffset: what comes back from a file is a bag of its properties, not a time.
        typeof(DateTime), typeof(Guid), typeof(IPAddress), typeof(IPEndPoint), typeof(EndPoint),
        // The engine writes and reads these whole.
        typeof(X509Certificate2),
    ];

    public static TheoryData<string> Names => [.. Repository.ResultTypes.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Properties_are_flat(string name)
    {
        foreach (PropertyInfo property in Find(name).GetProperties(BindingFlags.Public | BindingFlags.Instance))
            Assert.True(IsFlat(property.PropertyType), $"{name}.{property.Name} is a {property.PropertyType}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Properties_cannot_be_set(string name)
    {
        foreach (PropertyInfo property in Find(name).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            MethodInfo? setter = property.GetSetMethod();
            Assert.True(
                setter is null || setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
                $"{name}.{property.Name} can be set");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_other_overload_hides_a_property_from_member_enumeration(string name)
        => Assert.All(
            Find(name).GetProperties().GroupBy(property => property.Name, StringComparer.OrdinalIgnoreCase),
            group => Assert.Single(group));

    [Theory]
    [InlineData("HostAddress", "ComputerName HostName Address AddressFamily Source Elapsed")]
    [InlineData("NetServer", "Id Name Kind Protocol Address Port LocalEndPoint SocketPath State StartTime Uptime "
        + "ActiveConnections TotalConnections RejectedConnections MessagesReceived BytesReceived BytesSent LastError")]
    [InlineData("NetServerEvent", "Time ServerId Kind ConnectionId RemoteEndPoint Bytes Text Reason")]
    [InlineData("TcpReply", "ComputerName RemoteEndPoint LocalEndPoint Data Text Bytes ConnectTime Elapsed CloseReason "
        + "Attempts")]
    [InlineData("UdpReply", "RemoteEndPoint LocalEndPoint Data Text Bytes ReceivedAt Elapsed Attempts Truncated")]
    [InlineData("TcpHandshake", "ComputerName Address Port ServiceName State Succeeded ResolveTime ConnectTime "
        + "RoundTripTime MaximumSegmentSize LocalEndPoint RemoteEndPoint Attempts Reason Trace")]
    [InlineData("SubnetInfo", "Cidr Address NetworkAddress BroadcastAddress PrefixLength SubnetMask WildcardMask "
        + "FirstHost LastHost HostCount AddressCount AddressFamily Class Scope SpecialPurpose AddressBinary MaskBinary "
        + "NetworkBinary ReverseZone")]
    public void The_properties_that_scripts_use_are_there(string name, string properties)
    {
        string[] missing = [.. properties.Split(' ').Where(property => Find(name).GetProperty(property) is null)];
        Assert.Empty(missing);
    }

    private static Type Find(string name) => Repository.ResultTypes.Single(type => type.Name == name);

    private static bool IsFlat(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum || FlatTypes.Contains(type))
            return true;
        if (type.IsArray)
            return IsFlat(type.GetElementType()!);
        return type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)
            && type.GetGenericArguments().All(item => IsFlat(item) || IsFlatRecord(item));
    }

    // A list of small records (the certificates of a chain) is as deep as the engine writes by itself.
    private static bool IsFlatRecord(Type type)
        => type.Namespace == nameof(NetCmdlets) && type.IsSealed
            && type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .All(property => IsFlat(property.PropertyType));
}
