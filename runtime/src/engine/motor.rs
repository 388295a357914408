//! Who moves the bytes of a connection: its own task, or whoever waits for an answer.
//!
//! The driver wants a task that reads and writes for its client. That is a switch to the task and one back for each
//! answer, and often from thread to thread. So whoever waits for an answer polls the driver himself meanwhile. The task
//! does so at all other times: when nobody waits, and when somebody who did was dropped.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::task::{Context, Poll, Wake, Waker};

use crate::engine::driver::BoxFuture;
use crate::engine::shared::lock;

/// The driver's side of a connection.
pub(crate) struct Motor {
    /// Moves the bytes; none when it has come to its end.
    work: Mutex<Option<BoxFuture<'static, ()>>>,
    signals: Arc<Signals>,
    /// Given to the work, whoever polls it.
    on_work: Waker,
    /// Given to the answer that is waited for.
    on_answer: Waker,
}

impl Motor {
    /// A motor for this work, and the task that must run for it.
    pub(crate) fn new(work: BoxFuture<'static, ()>) -> (Arc<Motor>, impl Future<Output = ()> + Send + use<>) {
        let signals = Arc::new(Signals::default());
        let motor = Arc::new(Motor {
            work: Mutex::new(Some(work)),
            on_work: Arc::new(OnWork(Arc::clone(&signals))).into(),
            on_answer: Arc::new(OnAnswer(Arc::clone(&signals))).into(),
            signals,
        });
        let task = Task(Arc::clone(&motor));
        (motor, async move { poll_fn(|cx| task.0.poll_task(cx)).await })
    }

    /// Waits for an answer and moves the bytes meanwhile. May be dropped at any time.
    pub(crate) fn ride<'m, F: Future>(&'m self, answer: Pin<&'m mut F>) -> Ride<'m, F> {
        Ride { motor: self, answer, is_known: false }
    }

    /// Forgets whoever waited last: he was leaked and not dropped, and will never move the bytes again.
    pub(crate) fn forget_rider(&self) {
        lock(&self.signals.wakers).rider = None;
        if self.signals.due.load(Ordering::SeqCst) {
            self.signals.wake_task();
        }
    }

    /// Polls the work unless somebody else does just now: he sees what is due when he is done.
    fn turn(&self) {
        let Some(mut work) = self.try_work() else { return };
        // Not before the work is ours: what is due would be forgotten.
        self.signals.due.store(false, Ordering::SeqCst);
        if let Some(future) = work.as_mut()
            && has_ended(future.as_mut(), &self.on_work)
        {
            drop(work.take());
            self.signals.wake_task();
        }
    }

    fn poll_task(&self, cx: &mut Context<'_>) -> Poll<()> {
        set(&mut lock(&self.signals.wakers).task, cx.waker());
        let Some(mut work) = self.try_work() else { return Poll::Pending };
        self.signals.due.store(false, Ordering::SeqCst);
        let Some(future) = work.as_mut() else { return Poll::Ready(()) };
        if has_ended(future.as_mut(), &self.on_work) {
            drop(work.take());
            return Poll::Ready(());
        }
        drop(work);
        if self.signals.due.load(Ordering::SeqCst) {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    }

    fn try_work(&self) -> Option<MutexGuard<'_, Option<BoxFuture<'static, ()>>>> {
        match self.work.try_lock() {
            Ok(work) => Some(work),
            Err(TryLockError::Poisoned(work)) => Some(work.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

/// Polls the work. A panic of the driver's is the end of its connection, as in a task of its own, and not of whoever
/// waits for an answer.
fn has_ended(work: Pin<&mut (dyn Future<Output = ()> + Send)>, waker: &Waker) -> bool {
    let poll = AssertUnwindSafe(|| work.poll(&mut Context::from_waker(waker)).is_ready());
    catch_unwind(poll).unwrap_or(true)
}

/// The hold of the task on the work, which ends with the task: with its runtime at the latest.
struct Task(Arc<Motor>);

impl Drop for Task {
    fn drop(&mut self) {
        let work = self.0.work.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(work);
    }
}

/// What has happened, and who has to be told.
struct Signals {
    /// The work can go on.
    due: AtomicBool,
    /// The answer can be asked again.
    answered: AtomicBool,
    /// Whoever waits for the answer is at it, and looks at the above before he rests.
    riding: AtomicBool,
    wakers: Mutex<Wakers>,
}

#[derive(Default)]
struct Wakers {
    /// Of whoever waits for an answer.
    rider: Option<Waker>,
    /// Of the task.
    task: Option<Waker>,
}

impl Default for Signals {
    fn default() -> Self {
        let (answered, riding) = (AtomicBool::new(false), AtomicBool::new(false));
        Signals { due: AtomicBool::new(true), answered, riding, wakers: Mutex::default() }
    }
}

impl Signals {
    fn wake_task(&self) {
        let task = lock(&self.wakers).task.take();
        if let Some(task) = task {
            task.wake();
        }
    }
}

/// The work can go on: whoever waits for an answer does it, else the task.
struct OnWork(Arc<Signals>);

impl Wake for OnWork {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.due.store(true, Ordering::SeqCst);
        if !self.0.riding.load(Ordering::SeqCst) {
            let mut wakers = lock(&self.0.wakers);
            let waker = wakers.rider.take().or_else(|| wakers.task.take());
            drop(wakers);
            if let Some(waker) = waker {
                waker.wake();
            }
        }
    }
}

/// The answer can be asked again.
struct OnAnswer(Arc<Signals>);

impl Wake for OnAnswer {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.answered.store(true, Ordering::SeqCst);
        if !self.0.riding.load(Ordering::SeqCst) {
            let rider = lock(&self.0.wakers).rider.take();
            if let Some(rider) = rider {
                rider.wake();
            }
        }
    }
}

/// Waits for an answer and moves the bytes meanwhile.
pub(crate) struct Ride<'m, F> {
    motor: &'m Motor,
    answer: Pin<&'m mut F>,
    /// Whether signals come here.
    is_known: bool,
}

impl<F: Future> Ride<'_, F> {
    fn poll_both(&mut self) -> Poll<F::Output> {
        let Ride { motor, answer, .. } = self;
        let signals = &*motor.signals;
        if signals.due.load(Ordering::SeqCst) {
            motor.turn();
        }
        for _ in 0..2 {
            signals.answered.store(false, Ordering::SeqCst);
            let answer = answer.as_mut().poll(&mut Context::from_waker(&motor.on_answer));
            if answer.is_ready() {
                return answer;
            }
            // The request may have been made just now.
            if signals.due.load(Ordering::SeqCst) {
                motor.turn();
            }
            if !signals.answered.load(Ordering::SeqCst) {
                break;
            }
        }
        Poll::Pending
    }
}

impl<F: Future> Future for Ride<'_, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let motor = self.motor;
        let riding = Riding::new(&motor.signals);
        let answer = self.poll_both();
        if answer.is_pending() {
            // Before the others wake anybody again, so that they find it.
            set(&mut lock(&motor.signals.wakers).rider, cx.waker());
            self.is_known = true;
            drop(riding);
            if motor.signals.due.load(Ordering::SeqCst) || motor.signals.answered.load(Ordering::SeqCst) {
                cx.waker().wake_by_ref();
            }
        }
        answer
    }
}

impl<F> Drop for Ride<'_, F> {
    fn drop(&mut self) {
        let signals = &self.motor.signals;
        if self.is_known {
            lock(&signals.wakers).rider = None;
        }
        // What was told to this one alone.
        if signals.due.load(Ordering::SeqCst) {
            signals.wake_task();
        }
    }
}

/// Somebody polls work and answer, and needs no waking.
struct Riding<'s>(&'s Signals);

impl<'s> Riding<'s> {
    fn new(signals: &'s Signals) -> Self {
        signals.riding.store(true, Ordering::SeqCst);
        Riding(signals)
    }
}

impl Drop for Riding<'_> {
    fn drop(&mut self) {
        self.0.riding.store(false, Ordering::SeqCst);
    }
}

fn set(slot: &mut Option<Waker>, waker: &Waker) {
    if !slot.as_ref().is_some_and(|known| known.will_wake(waker)) {
        *slot = Some(waker.clone());
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::AtomicUsize;

    use tokio::sync::{mpsc, oneshot};

    use super::*;

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// A counter, and a waker that counts.
    fn counter() -> (Arc<Count>, Waker) {
        let count = Arc::new(Count::default());
        (Arc::clone(&count), count.into())
    }

    impl Count {
        fn take(&self) -> usize {
            self.0.swap(0, Ordering::SeqCst)
        }
    }

    type Sender<T> = mpsc::UnboundedSender<T>;

    /// Work that waits for bytes from outside and answers the oldest question with them.
    fn echo() -> (BoxFuture<'static, ()>, Sender<oneshot::Sender<u8>>, Sender<u8>) {
        let (ask, mut asked) = mpsc::unbounded_channel::<oneshot::Sender<u8>>();
        let (bytes, mut incoming) = mpsc::unbounded_channel();
        let work = async move {
            while let Some(answer) = asked.recv().await {
                let Some(byte) = incoming.recv().await else { return };
                // The one who asked may be gone.
                let _ = answer.send(byte);
            }
        };
        (Box::pin(work), ask, bytes)
    }

    #[test]
    fn whoever_waits_moves_the_bytes_and_the_task_is_left_alone() {
        let (work, ask, bytes) = echo();
        let (motor, task) = Motor::new(work);
        let (mut task, (wakes, waker), (task_wakes, task_waker)) = (pin!(task), counter(), counter());
        assert!(task.as_mut().poll(&mut Context::from_waker(&task_waker)).is_pending());

        let mut answer = pin!(async {
            let (question, answer) = oneshot::channel();
            ask.send(question).ok();
            answer.await.ok()
        });
        let mut ride = motor.ride(answer.as_mut());
        let cx = &mut Context::from_waker(&waker);
        assert!(Pin::new(&mut ride).poll(cx).is_pending());
        assert_eq!((wakes.take(), task_wakes.take()), (0, 0), "asked, and nothing has come");
        bytes.send(7).ok();
        assert_eq!((wakes.take(), task_wakes.take()), (1, 0), "something has come");
        assert_eq!(Pin::new(&mut ride).poll(cx), Poll::Ready(Some(7)));
        drop(ride);
        assert_eq!((wakes.take(), task_wakes.take()), (0, 0), "nothing is left to do");
    }

    #[test]
    fn the_task_goes_on_where_whoever_waited_is_gone() {
        let (work, ask, bytes) = echo();
        let (motor, task) = Motor::new(work);
        let (mut task, (wakes, waker), (task_wakes, task_waker)) = (pin!(task), counter(), counter());
        let task_cx = &mut Context::from_waker(&task_waker);
        assert!(task.as_mut().poll(task_cx).is_pending());

        for drops_first in [true, false] {
            let (question, mut answer) = oneshot::channel();
            ask.send(question).ok();
            assert_eq!(task_wakes.take(), 1);
            assert!(task.as_mut().poll(task_cx).is_pending());
            let mut never = pin!(std::future::pending::<()>());
            let mut ride = motor.ride(never.as_mut());
            assert!(Pin::new(&mut ride).poll(&mut Context::from_waker(&waker)).is_pending());
            // Told to the task, or to nobody but the one who goes.
            if drops_first {
                drop(ride);
                bytes.send(1).ok();
            } else {
                bytes.send(1).ok();
                assert_eq!((wakes.take(), task_wakes.take()), (1, 0));
                drop(ride);
            }
            assert_eq!(task_wakes.take(), 1);
            assert!(task.as_mut().poll(task_cx).is_pending());
            assert_eq!(answer.try_recv(), Ok(1));
        }
    }

    #[test]
    fn the_task_goes_on_where_whoever_waited_was_leaked() {
        for comes_first in [true, false] {
            let (work, ask, bytes) = echo();
            let (motor, task) = Motor::new(work);
            let (mut task, (task_wakes, task_waker)) = (pin!(task), counter());
            let task_cx = &mut Context::from_waker(&task_waker);
            assert!(task.as_mut().poll(task_cx).is_pending());
            let (question, mut answer) = oneshot::channel();
            ask.send(question).ok();
            assert!(task.as_mut().poll(task_cx).is_pending());
            task_wakes.take();

            let mut never = pin!(std::future::pending::<()>());
            let mut ride = motor.ride(never.as_mut());
            assert!(Pin::new(&mut ride).poll(&mut Context::from_waker(Waker::noop())).is_pending());
            #[expect(clippy::mem_forget, reason = "what a leak leaves behind is the question")]
            std::mem::forget(ride);
            if comes_first {
                bytes.send(1).ok();
                assert_eq!(task_wakes.take(), 0, "told to the leaked one");
                motor.forget_rider();
            } else {
                motor.forget_rider();
                bytes.send(1).ok();
            }
            assert_eq!(task_wakes.take(), 1);
            assert!(task.as_mut().poll(task_cx).is_pending());
            assert_eq!(answer.try_recv(), Ok(1));
        }
    }

    #[test]
    fn the_work_ends_with_its_task_and_the_task_with_the_work() {
        let (work, ask, _bytes) = echo();
        let (motor, task) = Motor::new(work);
        drop(task);
        assert!(ask.is_closed(), "dropped with the task");
        let mut answer = pin!(std::future::ready(1));
        assert_eq!(
            pin!(motor.ride(answer.as_mut())).poll(&mut Context::from_waker(Waker::noop())),
            Poll::Ready(1)
        );

        let (work, ask, _bytes) = echo();
        let (motor, task) = Motor::new(work);
        let (mut task, (task_wakes, task_waker)) = (pin!(task), counter());
        assert!(task.as_mut().poll(&mut Context::from_waker(&task_waker)).is_pending());
        let mut never = pin!(std::future::pending::<()>());
        let mut ride = pin!(motor.ride(never.as_mut()));
        assert!(ride.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        drop(ask);
        assert!(ride.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        assert_eq!(task_wakes.take(), 1, "the work has come to its end");
        assert!(task.as_mut().poll(&mut Context::from_waker(&task_waker)).is_ready());
    }

    #[test]
    fn a_panic_of_the_work_ends_it_and_nothing_else() {
        let (motor, _task) = Motor::new(Box::pin(poll_fn(|_| -> Poll<()> { panic!("the driver's") })));
        let mut never = pin!(std::future::pending::<()>());
        let mut ride = pin!(motor.ride(never.as_mut()));
        for _ in 0..2 {
            assert!(ride.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        assert!(motor.try_work().expect("nobody holds it").is_none());
    }
}
