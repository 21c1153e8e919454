namespace Waybill.EventPatterns.Tests;

internal static class HostileInput
{
    /// <summary>Puts other bytes in the place of none, one or two of these, mostly such as mean something in JSON.</summary>
    public static void Mutate(byte[] bytes, Random random)
    {
        const string Structure = "{}[]\":,\\01e-.tfnu* \0";
        for (var change = random.Next(3); change > 0 && bytes.Length > 0; change--)
        {
            bytes[random.Next(bytes.Length)] = random.Next(3) == 0
                ? (byte)random.Next(256)
                : (byte)Structure[random.Next(Structure.Length)];
        }
    }
}
