//! Without the feature `constraints`, nothing is checked.

use serde::Serialize;

use super::Request;
use crate::runtime::api::InputPlace;

impl Request {
    #[inline]
    pub(super) fn check_text(&mut self, _: InputPlace, _: &str, _: &str) {}

    #[inline]
    pub(super) fn check_texts(&mut self, _: InputPlace, _: &str, _: &[String]) {}

    #[inline]
    pub(super) fn check_count(&mut self, _: &str, _: usize) {}

    #[inline]
    pub(super) fn check_body<T: Serialize + ?Sized>(&mut self, _: &T) {}

    #[inline]
    pub(super) fn check_value<T: Serialize + ?Sized>(&mut self, _: InputPlace, _: &str, _: &T) {}

    #[inline]
    pub(super) fn forget_body(&mut self) {}

    #[inline]
    pub(super) fn forget_field(&mut self, _: &str) {}
}
