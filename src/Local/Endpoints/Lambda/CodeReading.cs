using System.Text.Json;
using Waybill.Local.Account;
using Waybill.Local.Account.Operations;
using Waybill.Local.Endpoints.Protocol;
using Waybill.Local.Functions;

namespace Waybill.Local.Endpoints.Lambda;

/// <summary>The code in a request: an archive in Base64, for there is no S3 and no container here.</summary>
internal static class CodeReading
{
    /// <summary>Bytes of a request with the largest archive in it.</summary>
    public const int MostBytes = FunctionCode.LargestArchive / 3 * 4 + 1024 * 1024;

    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["S3Bucket"] = "there is no S3 here; use ZipFile",
        ["S3Key"] = "there is no S3 here; use ZipFile",
        ["S3ObjectVersion"] = "there is no S3 here; use ZipFile",
        ["ImageUri"] = "containers are not run here; use ZipFile",
    };

    /// <exception cref="AwsException">InvalidParameterValueException: there is none, or it comes from elsewhere.</exception>
    public static byte[] Archive(JsonElement code)
    {
        foreach (var (name, why) in Refused)
        {
            if (code.Text(name) is not null)
            {
                throw ExecutionRole.Invalid($"{name} is not supported: {why}.");
            }
        }

        if (code.Member("ZipFile", JsonValueKind.String) is not { } zip)
        {
            throw ExecutionRole.Invalid("Please provide a source for function code.");
        }

        return zip.TryGetBytesFromBase64(out var archive)
            ? archive
            : throw new AwsException("SerializationException", "ZipFile is not Base64.");
    }

    /// <exception cref="AwsException">InvalidParameterValueException.</exception>
    public static UploadedCode Unpack(FunctionCode code, byte[] archive)
    {
        try
        {
            return code.Unpack(archive);
        }
        catch (InvalidFunctionCodeException invalid)
        {
            throw ExecutionRole.Invalid(invalid.Message);
        }
    }
}
