using System.Diagnostics.CodeAnalysis;

namespace PhyrActors.Runtime;

/// <summary>Delivers in time order: a heap of actors by the moment of their next step, ties by message
/// identity.</summary>
internal sealed class SimulatedAgenda : Agenda
{
    private Node[] _heap = new Node[16];
    private int _count;

    public override void Filled(Lane lane)
    {
        lane.Slot = lane.To.Filled.Count;
        lane.To.Filled.Add(lane);
        Changed(lane.To);
    }

    public override void Emptied(Lane lane)
    {
        List<Lane> filled = lane.To.Filled;
        Lane last = filled[^1];
        filled[lane.Slot] = last;
        last.Slot = lane.Slot;
        filled.RemoveAt(filled.Count - 1);
        lane.Slot = -1;
    }

    public override void Changed(Node node)
    {
        FindNext(node);
        if (node.Next is null)
        {
            Remove(node);
        }
        else if (node.HeapIndex < 0)
        {
            Insert(node);
        }
        else
        {
            SiftDown(node, SiftUp(node, node.HeapIndex));
        }
    }

    public override bool TryPick([NotNullWhen(true)] out Lane? lane)
    {
        lane = _count > 0 ? _heap[0].Next : null;
        return lane is not null;
    }

    /// <summary>The earliest step of an actor: system messages first among what has arrived, then by arrival.</summary>
    private static void FindNext(Node node)
    {
        node.Next = null;
        foreach (Lane lane in node.Filled)
        {
            if (!IsDeliverable(lane))
            {
                continue;
            }

            (long at, ulong id) = lane.Kind == LaneKind.Timer
                ? (node.Timers.Head.Deadline, node.Timers.Head.NextId)
                : (lane.Head.At, lane.Head.Id);
            bool system = lane.Kind == LaneKind.System;
            long key = system && at < node.BusyUntil ? long.MinValue : at;
            if (node.Next is null || key < node.NextTime || (key == node.NextTime && id < node.NextTie))
            {
                (node.Next, node.NextTime, node.NextTie) = (lane, key, id);
            }
        }

        node.NextTime = Math.Max(node.NextTime, node.BusyUntil);
    }

    private static bool IsBefore(Node left, Node right) =>
        left.NextTime < right.NextTime || (left.NextTime == right.NextTime && left.NextTie < right.NextTie);

    private void Insert(Node node)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, _count * 2);
        }

        _heap[_count] = node;
        node.HeapIndex = _count++;
        SiftUp(node, node.HeapIndex);
    }

    private void Remove(Node node)
    {
        int index = node.HeapIndex;
        if (index < 0)
        {
            return;
        }

        node.HeapIndex = -1;
        Node last = _heap[--_count];
        _heap[_count] = null!;
        if (!ReferenceEquals(last, node))
        {
            _heap[index] = last;
            last.HeapIndex = index;
            SiftDown(last, SiftUp(last, index));
        }
    }

    private int SiftUp(Node node, int index)
    {
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!IsBefore(node, _heap[parent]))
            {
                break;
            }

            _heap[index] = _heap[parent];
            _heap[index].HeapIndex = index;
            index = parent;
        }

        _heap[index] = node;
        node.HeapIndex = index;
        return index;
    }

    private void SiftDown(Node node, int index)
    {
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _count)
            {
                break;
            }

            if (child + 1 < _count && IsBefore(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsBefore(_heap[child], node))
            {
                break;
            }

            _heap[index] = _heap[child];
            _heap[index].HeapIndex = index;
            index = child;
        }

        _heap[index] = node;
        node.HeapIndex = index;
    }
}
