using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using NetCmdlets.Pipeline;

namespace NetCmdlets.Cli.Output;

/// <summary>The properties of a type of results that users see.</summary>
internal static class ResultShape
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Known = new();

    /// <summary>The public properties, in the order in which they are declared, those of base types first.</summary>
    public static IReadOnlyList<PropertyInfo> PropertiesOf(Type type) => Known.GetOrAdd(type, static key =>
    [
        .. key.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0 && property.GetMethod is { IsPublic: true }),
    ]);

    /// <summary>
    /// The type whose properties are told: the operation's output type where the result is one, so that a server of
    /// any kind has the properties of a server.
    /// </summary>
    public static Type TypeOf(object result, Type? output)
        => output is not null && output.IsInstanceOfType(result) ? output : result.GetType();

    /// <summary>
    /// What is written in a value's place: of a certificate its plain values, since the framework's own properties are
    /// keys and bytes, and some of them throw.
    /// </summary>
    public static object? Presented(object? value)
        => value is X509Certificate2 certificate ? TlsCertificate.Of(certificate) : value;

    /// <summary>The lines that a table shows under a result's row.</summary>
    public static IEnumerable<string> LinesBelow(Type type, object result) => PropertiesOf(type)
        .Where(property => property.IsDefined(typeof(ShownBelowAttribute)))
        .SelectMany(property => property.GetValue(result) as IEnumerable<string> ?? []);

    /// <summary>Whether a value is written as one text or number, and not by its properties.</summary>
    public static bool IsSimple(object value) => value is string or bool or Enum or TimeSpan or DateTime
        or DateTimeOffset or IPAddress or EndPoint or BigInteger or byte[] or Guid or decimal or Uri || value.GetType().IsPrimitive;

    /// <summary>Whether a value's properties are told in its place: a record of the core's.</summary>
    public static bool IsRecord(object value)
        => value.GetType().Namespace?.StartsWith(nameof(NetCmdlets), StringComparison.Ordinal) == true
            && !IsSimple(value);
}
