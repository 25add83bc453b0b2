using NetCmdlets.Diagnostics;

namespace NetCmdlets.Operations.Certificates;

/// <summary>What goes together in a request for a certificate, checked before a key is made.</summary>
internal static class LabCertificateRules
{
    /// <summary>Refuses what does not go together.</summary>
    /// <exception cref="NetException">InvalidRequest.</exception>
    public static void Check(NewLabCertificateRequest request)
    {
        bool wrongTime = request.Expired || request.NotYetValid;
        bool hostNames = request.DnsName.Count > 0 || request.IPAddress.Count > 0;
        Refuse(request.Expired && request.NotYetValid, "-Expired and -NotYetValid exclude each other.");
        Refuse(
            wrongTime && (request.NotBefore is not null || request.NotAfter is not null),
            "-Expired and -NotYetValid set the dates themselves: leave -NotBefore and -NotAfter out.");
        Refuse(
            request.NotAfter is not null && request.ValidDays != 0,
            "-NotAfter and -ValidDays exclude each other.");
        Refuse(
            request.SelfSigned && (request.Untrusted || request.Issuer is not null),
            "-SelfSigned has no issuer: leave -Issuer and -Untrusted out.");
        Refuse(
            request.Kind == LabCertificateKind.Authority && request.Untrusted,
            "An authority nobody trusts is any new one: leave -Untrusted out.");
        Refuse(
            request.Kind != LabCertificateKind.Server && request.WrongName,
            "-WrongName is for servers: nobody compares the name of a client or an authority.");
        Refuse(
            request.WrongName && (hostNames || request.Subject is not null),
            "-WrongName sets the names itself: leave -Subject, -DnsName and -IPAddress out.");
        Refuse(
            request.Kind == LabCertificateKind.Authority && hostNames,
            "An authority has no host names: give it a -Subject.");
        Refuse(
            double.IsNaN(request.ValidDays) || request.ValidDays is < 0 or > 36_500,
            "-ValidDays is above 0 and at most 36500.");
    }

    /// <summary>Throws where a condition holds.</summary>
    /// <exception cref="NetException">InvalidRequest.</exception>
    public static void Refuse(bool refused, string message, Exception? cause = null)
    {
        if (refused)
            throw new NetException(FailureKind.InvalidRequest, message, null, cause);
    }
}
