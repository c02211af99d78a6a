namespace PhyrActors.Model;

/// <summary>A dma-buf was mapped for an importer.</summary>
/// <param name="Buffer">The buffer's number.</param>
/// <param name="Importer">The importing device.</param>
public sealed record BufferMapped(int Buffer, int Importer);

/// <summary>An importer's mapping of a dma-buf is gone.</summary>
public sealed record BufferUnmapped(int Buffer, int Importer);

/// <summary>The exporter takes a dma-buf back: once for each call.</summary>
public sealed record BufferRevoking(int Buffer);

/// <summary>The exporter was told that a dma-buf is its own again: once for each call.</summary>
public sealed record BufferRevoked(int Buffer);

/// <summary>A dma-buf is lent again.</summary>
public sealed record BufferRestored(int Buffer);
