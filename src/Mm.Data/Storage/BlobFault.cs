using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Mm.Data.Pipeline;

namespace Mm.Data.Storage;

/// <summary>Says what a fault of the blob service means here. No message of the SDK passes: it quotes addresses and headers.</summary>
internal static class BlobFault
{
    private const string Missing = "ContainerNotFound";

    /// <summary>Makes a call, with its faults told.</summary>
    public static async Task<T> GuardAsync<T>(string host, Func<Task<T>> call, CancellationToken cancel)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (Explain(host, e, cancel) is { } told)
        {
            throw told;
        }
    }

    /// <summary>The same for a call that does not wait elsewhere.</summary>
    public static T Guard<T>(string host, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (Explain(host, e, CancellationToken.None) is { } told)
        {
            throw told;
        }
    }

    /// <summary>Whether an upload or a read did not take place because its condition did not hold.</summary>
    public static bool IsConditionFalse(RequestFailedException e) =>
        e.Status == 412 || (e.Status == 409 && e.ErrorCode is "BlobAlreadyExists");

    public static bool IsAbsent(RequestFailedException e) => e.Status == 404 && e.ErrorCode != Missing;

    /// <summary>Null: no fault of the service, or the caller's own wish to stop.</summary>
    public static Exception? Explain(string host, Exception exception, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested && exception is OperationCanceledException)
            return null;
        return exception switch
        {
            EnvironmentException or ConfigurationException => null,
            RequestFailedException { Status: 412 } => new EnvironmentException(
                "Its blob changed after it was listed.", EnvironmentFault.SourceChanged),
            RequestFailedException { Status: 404, ErrorCode: Missing } => new ConfigurationException(
                $"The container does not exist at {host}. Create it, or correct the address."),
            RequestFailedException { Status: 404 } => new EnvironmentException(
                "Its blob is gone since it was listed.", EnvironmentFault.SourceChanged),
            RequestFailedException { Status: 401 or 403 } refused => new EnvironmentException(
                $"The blob service at {host} refuses ({Code(refused)}). Check the credentials of Storage and what they may do, then run "
                + "the same command again.", EnvironmentFault.ServiceAway),
            RequestFailedException { Status: 400 or 409 or 416 } other => new EnvironmentException(
                $"The blob service at {host} cannot do this ({Code(other)}). Check Storage:ServiceVersion and the blob's tier, then run "
                + "the same command again.", EnvironmentFault.ServiceAway),
            RequestFailedException away => Away(host, Code(away)),
            AuthenticationFailedException => new EnvironmentException(
                $"No identity was found that opens {host}. Check Storage:Identity, or set Storage:Sas, then run the same command again.",
                EnvironmentFault.ServiceAway),
            System.Xml.XmlException => Away(host, "an answer that cannot be read"),
            AggregateException { InnerException: { } last } => Explain(host, last, cancel) ?? Away(host, last.GetType().Name),
            IOException or HttpRequestException or SocketException or OperationCanceledException or TimeoutException =>
                Away(host, exception.GetType().Name),
            _ => null,
        };
    }

    private static EnvironmentException Away(string host, string what) => new(
        $"The blob service at {host} does not answer ({what}). Check it and the network between, then run the same command again: what is "
        + "done is kept.", EnvironmentFault.ServiceAway);

    // A code of the service, and not whatever else an answer may hold.
    private static string Code(RequestFailedException e) =>
        e.ErrorCode is { Length: > 0 and < 64 } code && code.All(char.IsAsciiLetterOrDigit) ? $"{e.Status} {code}" : $"{e.Status}";
}
