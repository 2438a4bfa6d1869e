"""The annual report (年度工作总结和下年工作思路): sentences with named values, bound to the year's figures."""
