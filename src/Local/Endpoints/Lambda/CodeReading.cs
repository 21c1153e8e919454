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

    private const string Operations = "CreateFunction, UpdateFunctionCode";

    private static readonly Refusal[] Refused =
    [
        RefusedMembers.Of(Operations, "S3Bucket", "there is no S3 here; use ZipFile"),
        RefusedMembers.Of(Operations, "S3Key", "there is no S3 here; use ZipFile"),
        RefusedMembers.Of(Operations, "S3ObjectVersion", "there is no S3 here; use ZipFile"),
        RefusedMembers.Of(Operations, "ImageUri", "containers are not run here; use ZipFile"),
    ];

    /// <exception cref="AwsException">InvalidParameterValueException: there is none, or it comes from elsewhere.</exception>
    public static byte[] Archive(JsonElement code)
    {
        RefusedMembers.Check(code, Refused);
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
