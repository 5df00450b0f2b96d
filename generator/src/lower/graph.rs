//! Graphs of what needs what: nodes are indices, and edges lead to what a node needs.

/// The nodes that edges lead to from `starts`, those included, each once and after all that it needs. Of nodes that need one
/// another, the one that is met first comes last.
pub(super) fn needed_first(count: usize, starts: impl IntoIterator<Item = usize>, edges: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let (mut order, mut seen) = (Vec::with_capacity(count), vec![false; count]);
    for start in starts {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut stack = vec![(start, edges(start).into_iter())];
        while let Some((node, rest)) = stack.last_mut() {
            match rest.next() {
                Some(next) if !std::mem::replace(&mut seen[next], true) => stack.push((next, edges(next).into_iter())),
                Some(_) => {}
                None => {
                    order.push(*node);
                    stack.pop();
                }
            }
        }
    }
    order
}

/// The strongly connected components, as a number per node (Tarjan, without recursion).
pub(super) fn components(graph: &[Vec<usize>]) -> Vec<usize> {
    const NONE: usize = usize::MAX;
    let count = graph.len();
    let (mut number, mut low, mut group) = (vec![NONE; count], vec![NONE; count], vec![NONE; count]);
    let (mut open, mut numbers) = (Vec::new(), 0);
    for start in 0..count {
        if number[start] != NONE {
            continue;
        }
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 {
                number[node] = numbers;
                low[node] = numbers;
                numbers += 1;
                open.push(node);
            }
            match graph[node].get(next) {
                Some(&target) => {
                    stack.push((node, next + 1));
                    if number[target] == NONE {
                        stack.push((target, 0));
                    } else if group[target] == NONE {
                        low[node] = low[node].min(number[target]);
                    }
                }
                None => {
                    if low[node] == number[node] {
                        while let Some(other) = open.pop() {
                            group[other] = node;
                            if other == node {
                                break;
                            }
                        }
                    }
                    if let Some(&(parent, _)) = stack.last() {
                        low[parent] = low[parent].min(low[node]);
                    }
                }
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_comes_first_and_once() {
        let graph = [vec![2, 1], vec![3], vec![3], vec![], vec![0]];
        assert_eq!(needed_first(5, 0..5, |node| graph[node].clone()), [3, 2, 1, 0, 4]);
        assert_eq!(needed_first(5, [1], |node| graph[node].clone()), [3, 1]);
    }

    #[test]
    fn a_circle_ends_where_it_began() {
        let graph = [vec![1], vec![2], vec![0]];
        assert_eq!(needed_first(3, 0..3, |node| graph[node].clone()), [2, 1, 0]);
    }

    #[test]
    fn nodes_that_need_one_another_are_one_component() {
        let graph = [vec![1], vec![2], vec![0, 3], vec![4], vec![3], vec![]];
        let found = components(&graph);
        assert!(found[0] == found[1] && found[1] == found[2] && found[3] == found[4], "{found:?}");
        assert!(found[0] != found[3] && found[5] != found[0] && found[5] != found[3], "{found:?}");
    }
}
