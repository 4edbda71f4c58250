/// A user's module.
module org.cotangent.it {
    requires org.cotangent;
}
